import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { objectName } from "../../engine/store/remote/layout.ts";
import { Machine, manyFiles } from "../store/remote/scene.ts";
import { accessKey, s3Remote, secretKey, useCredentials } from "../store/remote/server-remotes.ts";

/** A real S3 server, which checks signatures and `If-None-Match`: from PATH, else built with Go, which takes minutes. */
function findServer(): string | undefined {
  const own = process.env.MILLRACE_VERSITYGW;
  if (own !== undefined) return own;
  try {
    return execFileSync("sh", ["-c", "command -v versitygw"], { encoding: "utf8" }).trim();
  } catch {
    return installed();
  }
}

function installed(): string | undefined {
  try {
    const folder = join(execFileSync("go", ["env", "GOPATH"], { encoding: "utf8" }).trim(), "bin");
    const program = join(folder, "versitygw");
    if (!existsSync(program)) {
      const env = { ...process.env, GOBIN: folder };
      execFileSync("go", ["install", "github.com/versity/versitygw/cmd/versitygw@latest"], { env, stdio: "inherit" });
    }
    return program;
  } catch {
    return undefined;
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => resolve(socket.destroy() !== undefined)).on("error", () => resolve(false));
  });

const program = findServer();
if (program === undefined) console.warn("versitygw is not here, and neither is Go to build it: S3 is not tried against a real server");

describe.skipIf(program === undefined)("versitygw", () => {
  const folder = mkdtempSync(join(tmpdir(), "millrace-versitygw-"));
  let server: ChildProcess;
  let url = "";

  beforeAll(async () => {
    mkdirSync(join(folder, "bucket"));
    const port = await freePort();
    const env = { ...process.env, ROOT_ACCESS_KEY: accessKey, ROOT_SECRET_KEY: secretKey };
    server = spawn(program ?? "", ["--port", `127.0.0.1:${port}`, "--region", "eu-central-1", "posix", folder], { env, stdio: "ignore" });
    while (!(await answers(port))) await new Promise((resolve) => setTimeout(resolve, 50));
    url = `http://127.0.0.1:${port}`;
  });

  afterAll(() => {
    server?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  test("files, many small ones and 200 MB in parts go there and come back, once", async () => {
    useCredentials();
    const [one, other] = [new Machine(), new Machine()];
    const entries = [
      await one.keep("wheat\n"),
      await one.keep(manyFiles(1000)),
      await one.keep(Buffer.alloc(200_000_000, "0123456789abcdef-")),
    ];
    expect(await one.push(await s3Remote(one, { url }), entries)).toMatchObject({ there: 0 });
    expect(await one.push(await s3Remote(one, { url }), entries)).toMatchObject({ objects: 0 });
    expect(await other.source(await s3Remote(other, { url })).bring(entries)).toBe(true);
    expect(entries.every((entry) => other.store.has(entry))).toBe(true);
    expect(other.told).toEqual([]);
  });

  test("what is there is not written over, and that is no failure", async () => {
    useCredentials();
    const machine = new Machine();
    const transport = await s3Remote(machine, { url });
    const { digest } = await machine.keep("rye\n");
    await transport.write(objectName(digest), Buffer.from("first"));
    await transport.write(objectName(digest), Buffer.from("second"));
    expect(String(await transport.read(objectName(digest)))).toBe("first");
    await transport.write(objectName(digest), Buffer.from("third"), { replace: true });
    expect(String(await transport.read(objectName(digest), { offset: 1, length: 3 }))).toBe("hir");
  });

  test("a wrong secret is refused, and told without it", async () => {
    useCredentials({ AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: "wrong-secret-key" });
    const machine = new Machine();
    const entry = await machine.keep("oats\n");
    await expect(machine.push(await s3Remote(machine, { url }), [entry])).rejects.toMatchObject({ kind: "refused" });
    expect(await machine.source(await s3Remote(machine, { url })).bring([entry])).toBe(true);
    const other = new Machine();
    expect(await other.source(await s3Remote(other, { url })).bring([entry])).toBe(false);
    expect(other.told.map(({ code }) => code)).toEqual(["remote-unavailable"]);
    expect(JSON.stringify(other.told)).not.toContain("wrong-secret-key");
  });
});
