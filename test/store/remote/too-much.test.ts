import { join } from "node:path";
import { expect, test } from "vitest";
import { digestOf } from "../../../engine/key/digest.ts";
import { gatherAll } from "../../../engine/store/remote/gather-all.ts";
import { parseIndex } from "../../../engine/store/remote/pack.ts";
import type { Transport } from "../../../engine/store/remote/transport.ts";
import { Machine } from "./scene.ts";

/** A server that never stops sending; who listens for too long fails the test. */
async function* endless(listened: { chunks: number }): AsyncIterable<Uint8Array> {
  for (; listened.chunks < 200; listened.chunks += 1) yield Buffer.alloc(100_000);
  throw new TypeError("all of it was listened to");
}

test.each([
  ["small", 10],
  ["large", 5_000_000],
])("of a %s object no more is taken than was said to come", async (_size, size) => {
  const machine = new Machine();
  const listened = { chunks: 0 };
  const remote = machine.folderRemote(join(machine.folder, "share"), { writing: true });
  const transport: Transport = {
    shown: "share",
    read: (...asked) => remote.read(...asked),
    size: async () => size,
    write: (name, bytes) => remote.write(name, bytes),
    writeFile: (...written) => remote.writeFile(...written),
    stream: async () => ({ size, chunks: endless(listened) }),
  };
  expect(await machine.source(transport).bring([{ digest: digestOf("wanted"), shape: "file" }])).toBe(false);
  expect(listened.chunks).toBeLessThanOrEqual(size / 100_000 + 12);
  expect(machine.told).toHaveLength(1);
});

test("bytes that are gathered are counted", async () => {
  const chunks = async function* () {
    yield Buffer.from("ab");
    yield Buffer.from("c");
  };
  expect((await gatherAll(chunks(), 3)).toString()).toBe("abc");
  await expect(gatherAll(chunks(), 2)).rejects.toThrow("more than the 2 bytes");
});

test("an index that tells of an object larger than those that are packed counts for nothing: so much would be asked for at once", () => {
  const index = (size: number): string => `millrace-pack 1\n${digestOf("wanted")} 0 ${size}\n`;
  expect(parseIndex(index(1_048_576))).toHaveLength(1);
  expect(parseIndex(index(1_048_577))).toBeUndefined();
});
