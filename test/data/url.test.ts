import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { millrace } from "../millrace.ts";
import { dataProject } from "./data-project.ts";

interface Served {
  body: Buffer;
  etag: string;
  /** Called for each request; `true`: it has answered. */
  handle?: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
}

/** A server that knows ranges and ETags, as those of data sets do. */
async function serve(served: Served): Promise<{ readonly url: string; readonly asked: readonly IncomingMessage["headers"][] }> {
  const asked: IncomingMessage["headers"][] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers);
    if (served.handle?.(request, response) === true) return;
    const { body, etag } = served;
    response.setHeader("etag", etag);
    if (request.headers["if-none-match"] === etag) return void response.writeHead(304).end();
    const from = request.headers["if-range"] === etag ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0) : 0;
    if (from > 0) response.setHeader("content-range", `bytes ${from}-${body.length - 1}/${body.length}`);
    response.writeHead(from > 0 ? 206 : 200, { "content-length": body.length - from }).end(body.subarray(from));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/rows.csv?token=secret`, asked };
}

const text = (folder: string, path: string): string => readFileSync(join(folder, path), "utf8");

test("a URL is fetched and pinned with where it is from; update asks before it fetches, and shows the lines that changed", async () => {
  const served: Served = { body: Buffer.from("1,2\n3,4\n"), etag: '"one"' };
  const { url, asked } = await serve(served);
  const folder = dataProject({});
  expect((await millrace(folder, "add", url, "data/rows.csv")).code).toBe(0);
  expect(text(folder, "data/rows.csv")).toBe("1,2\n3,4\n");
  expect(text(folder, "data/rows.csv.pin")).toContain(`url: ${url}\n`);
  expect((await millrace(folder, "update")).stderr).toBe("same     data/rows.csv\n");
  expect(asked.at(-1)?.["if-none-match"]).toBe('"one"');

  Object.assign(served, { body: Buffer.from("1,2\n3,5\n"), etag: '"two"' });
  const { stderr } = await millrace(folder, "update", "data/rows.csv");
  expect(stderr).toContain("changed  data/rows.csv");
  expect(stderr).toContain("3,5");
  expect(text(folder, "data/rows.csv")).toBe("1,2\n3,5\n");

  Object.assign(served, { body: Buffer.from("6\n"), etag: '"three"' });
  writeFileSync(join(folder, "data/rows.csv"), "mine\n");
  expect(await millrace(folder, "update")).toMatchObject({ code: 4, stderr: expect.stringContaining("data-edited") });
  expect(text(folder, "data/rows.csv")).toBe("mine\n");
});

test("what was cut is gone on with where the server still has the same, and begun anew where it has not", async () => {
  const body = Buffer.alloc(3_000_000, "abcdefg");
  const served: Served = { body, etag: '"one"' };
  const { url, asked } = await serve(served);
  const folder = dataProject({});
  let cuts = 4;
  const cut = (_request: IncomingMessage, response: ServerResponse): boolean => {
    if (cuts-- <= 0) return false;
    response.writeHead(200, { "content-length": body.length, etag: '"one"' });
    response.write(body.subarray(0, 2_000_000), () => response.destroy());
    return true;
  };
  served.handle = cut;
  expect(await millrace(folder, "add", url, "rows.csv")).toMatchObject({ code: 5, stderr: expect.stringContaining("fetch-failed") });
  expect([existsSync(join(folder, "rows.csv")), existsSync(join(folder, "rows.csv.pin"))]).toEqual([false, false]);
  expect((await millrace(folder, "add", url, "rows.csv")).code).toBe(0);
  expect(asked.at(-1)?.["if-range"]).toBe('"one"');
  expect(readFileSync(join(folder, "rows.csv")).equals(body)).toBe(true);

  cuts = 4;
  expect((await millrace(folder, "add", url, "other.csv")).code).toBe(5);
  Object.assign(served, { body: Buffer.from("new\n"), etag: '"two"', handle: undefined });
  expect((await millrace(folder, "add", url, "other.csv")).code).toBe(0);
  expect(text(folder, "other.csv")).toBe("new\n");
});

test("what the server refuses is said without the secrets of the URL", async () => {
  const { url } = await serve({
    body: Buffer.from(""),
    etag: '"one"',
    handle: (_, response) => {
      response.writeHead(403, "Forbidden").end();
      return true;
    },
  });
  const { code, stderr } = await millrace(dataProject({}), "add", url);
  expect(code).toBe(5);
  expect(stderr).toContain("403 Forbidden");
  expect(stderr).not.toContain("secret");
});
