import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import { readContent } from "../../engine/key/content.ts";
import { digestOf } from "../../engine/key/digest.ts";
import type { Entry } from "../../engine/key/entry.ts";
import { StatCache } from "../../engine/key/stat-cache.ts";
import { systemClock } from "../../engine/platform/clock.ts";
import type { Disk } from "../../engine/platform/disk.ts";
import { nodeDisk } from "../../engine/platform/node-disk.ts";
import { openStore } from "../../engine/store/local-store.ts";
import { treeOf } from "../property/tree.ts";
import { temporaryFolder } from "../temporary-folder.ts";

function scene() {
  const folder = temporaryFolder();
  const reader = { disk: nodeDisk, statCache: new StatCache({ disk: nodeDisk, clock: systemClock, file: join(folder, "stats.bin") }) };
  const corrupt: string[] = [];
  const store = openStore({ reader, folder: join(folder, "store"), processId: 1, onCorrupt: (digest) => corrupt.push(digest) });
  const source = join(folder, "model");
  mkdirSync(join(source, "layers", "empty"), { recursive: true });
  writeFileSync(join(source, "weights.bin"), "1234");
  writeFileSync(join(source, "layers", "run.sh"), "echo hello\n");
  chmodSync(join(source, "layers", "run.sh"), 0o755);
  symlinkSync("weights.bin", join(source, "latest"));
  const read = async (path: string): Promise<Entry> => {
    const entry = await readContent(reader, { path });
    if (entry === undefined) throw new Error(`nothing at ${path}`);
    return entry;
  };
  const object = (digest: string): string => join(folder, "store", "objects", digest.slice(0, 2), digest.slice(2));
  return { folder, store, source, read, object, corrupt };
}

const damage = (path: string): void => {
  const bytes = readFileSync(path);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  chmodSync(path, 0o644);
  writeFileSync(path, bytes);
};

describe("a store", () => {
  test("gives back a folder as it was: contents, executable bits, links, empty folders", async () => {
    const { folder, store, source, read } = scene();
    const entry = await read(source);
    expect(store.has(entry)).toBe(false);
    expect(await store.put(entry, source)).toEqual({ ok: true, value: undefined });
    expect(store.has(entry)).toBe(true);
    expect(await store.materialize(entry, join(folder, "back"))).toEqual({ ok: true, value: undefined });
    expect(treeOf(join(folder, "back"))).toEqual(treeOf(source));
    expect(await read(join(folder, "back"))).toEqual(entry);
  });

  test("refuses what changed after it was hashed", async () => {
    const { store, source, read } = scene();
    const file = join(source, "weights.bin");
    const entry = await read(file);
    writeFileSync(file, "9999");
    expect(await store.put(entry, file)).toEqual({ ok: false, failure: "changed" });
    expect(store.has(entry)).toBe(false);
  });

  test("never gives out an object whose bytes changed: it is dropped, named, and can enter again", async () => {
    const { folder, store, source, read, object, corrupt } = scene();
    const file = join(source, "weights.bin");
    const entry = await read(file);
    await store.put(entry, file);
    damage(object(entry.digest));
    expect(await store.materialize(entry, join(folder, "back"))).toEqual({ ok: false, failure: "corrupt" });
    expect(existsSync(join(folder, "back"))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.startsWith(".millrace"))).toEqual([]);
    expect(corrupt).toEqual([entry.digest]);
    expect(store.has(entry)).toBe(false);
    await store.put(entry, file);
    expect(await store.materialize(entry, join(folder, "back"))).toEqual({ ok: true, value: undefined });
  });

  test("does not have a folder of which one member is gone", async () => {
    const { folder, store, source, read, object } = scene();
    const entry = await read(source);
    await store.put(entry, source);
    damage(object(digestOf("1234")));
    expect(await store.materialize(entry, join(folder, "back"))).toEqual({ ok: false, failure: "corrupt" });
    expect(existsSync(join(folder, "back"))).toBe(false);
    expect(store.has(entry)).toBe(false);
  });

  test("keeps objects read-only and what it gives out writable", async () => {
    const { folder, store, source, read, object } = scene();
    const entry = await read(join(source, "weights.bin"));
    await store.put(entry, join(source, "weights.bin"));
    await store.materialize(entry, join(folder, "back"));
    expect(lstatSync(object(entry.digest)).mode & 0o777).toBe(0o444);
    expect(lstatSync(join(folder, "back")).mode & 0o777).toBe(0o644);
  });
});

describe("a remembered result", () => {
  const key = digestOf("key");
  const result = {
    outputs: { model: { digest: digestOf("m"), shape: "directory" as const } },
    metrics: { accuracy: 0.5 },
    backend: "wasm",
  };

  test("is recalled by its key alone, the newest of several", () => {
    const { store } = scene();
    expect(store.recall(key)).toBeUndefined();
    store.remember(key, { outputs: {}, metrics: {} });
    store.remember(key, result);
    expect(store.recall(key)).toEqual(result);
    expect(store.recall(digestOf("other"))).toBeUndefined();
  });

  test("does not count once edited, cut short, or moved to another key", () => {
    const { folder, store } = scene();
    store.remember(key, result);
    const path = join(folder, "store", "actions", key.slice(0, 2), `${key.slice(2)}.json`);
    const text = readFileSync(path, "utf8");
    for (const other of [text.replace("0.5", "0.9"), text.slice(0, 20), "", text.split("\n")[0] ?? ""]) {
      writeFileSync(path, other);
      expect(store.recall(key)).toBeUndefined();
    }
    const elsewhere = digestOf("elsewhere");
    mkdirSync(join(folder, "store", "actions", elsewhere.slice(0, 2)), { recursive: true });
    writeFileSync(join(folder, "store", "actions", elsewhere.slice(0, 2), `${elsewhere.slice(2)}.json`), text);
    expect(store.recall(elsewhere)).toBeUndefined();
  });
});

test("two stores of one process that share a folder take in files at the same time", async () => {
  const { folder, source, read, store } = scene();
  const reader = { disk: nodeDisk, statCache: new StatCache({ disk: nodeDisk, clock: systemClock, file: join(folder, "other.tsv") }) };
  const other = openStore({ reader, folder: join(folder, "store"), processId: 1, onCorrupt: () => undefined });
  const [weights, script] = await Promise.all([read(join(source, "weights.bin")), read(join(source, "layers/run.sh"))]);
  const ended = await Promise.all([store.put(weights, join(source, "weights.bin")), other.put(script, join(source, "layers/run.sh"))]);
  expect(ended.map(({ ok }) => ok)).toEqual([true, true]);
  expect([store.has(weights), store.has(script)]).toEqual([true, true]);
});

test("what an engine of the same process number left half written, as in a container that is started again, is in nobody's way", async () => {
  const { folder, store, source } = scene();
  mkdirSync(join(folder, "store", "objects"), { recursive: true });
  for (let number = 0; number < 99; number += 1)
    writeFileSync(join(folder, "store", "objects", `entering-${process.pid}-${threadId}-${number}`), "half", { mode: 0o444 });
  const entry = (await store.take(source))?.entry;
  expect(entry && store.has(entry)).toBe(true);
});

describe("a listing that is no folder's", () => {
  const digest = "0".repeat(64);
  test.each([
    ["names what is outside of the folder", `{"tree":{"../stray":"${digest}"}}`],
    ["names a path", `{"tree":{"a/b":"${digest}"}}`],
    ["names the folder itself", `{"tree":{".":"${digest}/"}}`],
    ["names nothing", `{"tree":{"":"${digest}"}}`],
    ["has a member that is none", '{"tree":{"a":1}}'],
    ["is a list", '{"tree":["a"]}'],
    ["is another document", "null"],
    ["is no JSON", "weights"],
  ])("%s: it counts as not there, and nothing is written", async (_what, text) => {
    const { folder, store } = scene();
    const listing: Entry = { digest: store.putBytes(text), shape: "directory" };
    expect(store.has(listing)).toBe(false);
    expect(await store.materialize(listing, join(folder, "data", "pulled"))).toEqual({ ok: false, failure: "absent" });
    expect(existsSync(join(folder, "data"))).toBe(false);
  });

  test("makes its links last: where a name is a link and a folder to the file system, nothing is written through it", async () => {
    const { folder, store } = scene();
    const inner = store.putBytes(`{"tree":{"key":"${store.putBytes("secret")}"}}`);
    const listing: Entry = { digest: store.putBytes(`{"tree":{"A":"link:..","a":"${inner}/"}}`), shape: "directory" };
    const made: string[] = [];
    const noting = <Value>(what: string, value: Value): Value => {
      made.push(what);
      return value;
    };
    const disk: Disk = {
      ...nodeDisk,
      symlink: (...link) => noting("link", nodeDisk.symlink(...link)),
      copyAll: (...copies) => noting("files", nodeDisk.copyAll(...copies)),
    };
    const reader = { disk, statCache: new StatCache({ disk, clock: systemClock, file: join(folder, "stats.bin") }) };
    const careful = openStore({ reader, folder: join(folder, "store"), processId: 1, onCorrupt: () => undefined });
    expect((await careful.materialize(listing, join(folder, "pulled"))).ok).toBe(true);
    expect(made).toEqual(["files", "link"]);
  });
});
