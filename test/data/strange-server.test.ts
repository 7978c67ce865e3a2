import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { bringIn } from "../../engine/data/bring-in.ts";
import { openData } from "../../engine/data/project-data.ts";
import type { Disk } from "../../engine/platform/disk.ts";
import { asProjectPath } from "../../engine/platform/identity.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { dataProject } from "./data-project.ts";

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/rows.csv`;
}

/** Fetches a URL into a project; gives what stands there then. */
async function fetched(source: string, { projectRoot = dataProject({}), rename = nodePlatform().disk.rename } = {}): Promise<Buffer> {
  const platform = nodePlatform();
  const disk: Disk = { ...platform.disk, rename };
  const notify = (): void => undefined;
  const data = await openData({ platform: { ...platform, disk }, projectRoot, notify, signal: new AbortController().signal });
  const brought = await bringIn(data, { source, path: asProjectPath("rows.csv") });
  data.close();
  if (!brought.ok) throw new Error(`${brought.failure.message}: ${brought.failure.why}`);
  return readFileSync(join(projectRoot, "rows.csv"));
}

const body = Buffer.from("1,2\n".repeat(1_000_000));

test("a server that goes on elsewhere than it was asked to does not spoil what came before", async () => {
  let requests = 0;
  const url = await serve((_request, response) => {
    const whole = { "content-length": body.length, etag: '"one"' };
    requests += 1;
    if (requests === 1) response.writeHead(200, whole).write(body.subarray(0, 3_000_000), () => response.destroy());
    else if (requests === 2) response.writeHead(206, { ...whole, "content-range": `bytes 0-${body.length - 1}/${body.length}` }).end(body);
    else response.writeHead(200, whole).end(body);
  });
  expect((await fetched(url)).equals(body)).toBe(true);
  expect(requests).toBe(3);
});

test("what a server compresses on its way is begun anew after a cut, not gone on with", async () => {
  const ranges: unknown[] = [];
  const packed = gzipSync(Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => (index * index) % 251)));
  const url = await serve((request, response) => {
    ranges.push(request.headers.range);
    const headers = { "content-encoding": "gzip", etag: '"one"', "content-length": packed.length };
    response.writeHead(200, headers);
    if (ranges.length === 1) response.write(packed.subarray(0, packed.length - 9), () => response.destroy());
    else response.end(packed);
  });
  expect((await fetched(url)).length).toBe(3_000_000);
  expect(ranges).toEqual([undefined, undefined]);
});

test("a store on another file system than the project gets what is fetched", async () => {
  const url = await serve((_request, response) => void response.end(body));
  const projectRoot = dataProject({ "millrace.config.yaml": "cache: { folder: ../store }\n" });
  const { disk } = nodePlatform();
  const rename: Disk["rename"] = (point, from, to) => {
    if (from.startsWith(projectRoot) !== to.startsWith(projectRoot))
      throw Object.assign(new Error(`EXDEV: cross-device link not permitted, rename '${from}' -> '${to}'`), {
        code: "EXDEV",
        syscall: "rename",
      });
    disk.rename(point, from, to);
  };
  expect((await fetched(url, { projectRoot, rename })).equals(body)).toBe(true);
});
