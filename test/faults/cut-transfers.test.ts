import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { birds, dataProject } from "../data/data-project.ts";
import { millrace, millraceWith } from "../millrace.ts";
import { quickFolder } from "../quick-folder.ts";
import { type Asked, FakeServer } from "../store/remote/fake-server.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const program = fileURLToPath(new URL("../../dist/millrace.js", import.meta.url));
const trusted = { MILLRACE_TRUST: "write" };

/** A command that hangs at the first request that `hangs` picks; `hanging` resolves once it does. */
async function hangingCommand(
  server: FakeServer,
  { folder, words, hangs }: { readonly folder: string; readonly words: readonly string[]; readonly hangs: (asked: Asked) => boolean },
): Promise<{ readonly child: ChildProcess; readonly said: () => string }> {
  let told: () => void = () => undefined;
  const hanging = new Promise<void>((resolve) => {
    told = resolve;
  });
  server.fault = (asked) => {
    if (!hangs(asked)) return undefined;
    told();
    return { silence: true };
  };
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [program, ...words], {
    cwd: folder,
    env: { PATH, HOME, ...trusted },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      text += chunk;
    });
  await hanging;
  server.fault = undefined;
  return { child, said: () => text };
}

test("a push that is killed names nothing that is not there; Ctrl-C ends with 130; the next push and pull go on", async () => {
  const server = await FakeServer.start();
  const project = dataProject({ "millrace.config.yaml": `remotes: { team: "${server.url}/shared" }\n`, ...birds });
  await millrace(project, "add", "data/birds");
  const there = join(temporaryFolder({ within: quickFolder }), "clone");
  cpSync(project, there, { recursive: true, filter: (path) => !/\.millrace$|data\/birds$/.test(path) });

  for (const [signal, code] of [
    ["SIGKILL", null],
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    const isLast = ({ method, name }: Asked): boolean => method === "PUT" && name.includes("/folders/");
    const { child, said } = await hangingCommand(server, { folder: project, words: ["push"], hangs: isLast });
    child.kill(signal);
    expect((await once(child, "close"))[0], said()).toBe(code);
    if (code !== null) expect(said()).toContain("interrupted: nothing is half done");
  }
  expect((await millrace(there, "pull")).stdout).toBe("neither in the store nor on team: data/birds\n");
  expect((await millraceWith(trusted, project, "push")).code).toBe(0);

  for (const [signal, code] of [
    ["SIGKILL", null],
    ["SIGINT", 130],
  ] as const) {
    const isPack = ({ method, name }: Asked): boolean => method === "GET" && name.endsWith(".pack");
    const { child, said } = await hangingCommand(server, { folder: there, words: ["pull"], hangs: isPack });
    child.kill(signal);
    expect((await once(child, "close"))[0], said()).toBe(code);
    expect(existsSync(join(there, "data/birds"))).toBe(false);
  }
  // Beside a person who goes on working.
  writeFileSync(join(project, "data/birds/robin.txt"), "pink\n");
  const [pull, push] = await Promise.all([millrace(there, "pull"), millraceWith(trusted, project, "push", "--resend")]);
  expect([pull.code, push.code], pull.stderr + push.stderr).toEqual([0, 0]);
  expect(readFileSync(join(there, "data/birds/robin.txt"), "utf8")).toBe("red\n");
});
