import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Transfer } from "../../../engine/events/transfer.ts";
import { digestOf } from "../../../engine/key/digest.ts";
import { systemClock } from "../../../engine/platform/clock.ts";
import { treeOf } from "../../property/tree.ts";
import { quickFolder } from "../../quick-folder.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { Machine, manyFiles } from "./scene.ts";

function shared() {
  const folder = join(temporaryFolder({ within: quickFolder }), "share");
  const files = (): readonly string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort();
  return { folder, files };
}

test("what one machine pushes, another one has: a file, an empty one, a folder with folders", async () => {
  const { folder } = shared();
  const [one, other] = [new Machine(), new Machine()];
  const entries = [await one.keep("wheat\n"), await one.keep(""), await one.keep({ "a/b/c.txt": "c", "a/d.txt": "d", "e.txt": "" })];
  const sent = await one.push(one.folderRemote(folder, { writing: true }), entries);
  expect(sent).toMatchObject({ there: 0, incomplete: [] });
  expect(await other.source(other.folderRemote(folder)).holds(entries)).toEqual([true, true, true]);
  expect(await other.source(other.folderRemote(folder)).bring(entries)).toBe(true);
  for (const [index, entry] of entries.entries()) {
    expect(other.store.has(entry)).toBe(true);
    await other.store.materialize(entry, join(other.folder, `out-${index}`));
  }
  expect(treeOf(join(other.folder, "out-2"))).toEqual(treeOf(join(one.folder, "content-2")));
  expect(other.told).toEqual([]);
});

test("many small files travel in few packs, and what is there is not sent twice", async () => {
  const { folder, files } = shared();
  const [one, other] = [new Machine(), new Machine()];
  const first = await one.keep(manyFiles(1000));
  expect((await one.push(one.folderRemote(folder, { writing: true }), [first])).objects).toBe(1011);
  expect(files().map((name) => name.replace(/[0-9a-f]{2}\/[0-9a-f]{62}/, "DIGEST"))).toEqual([
    "v1/folders/DIGEST",
    "v1/packs/DIGEST.index",
    "v1/packs/DIGEST.pack",
  ]);
  const before = files();
  expect(await one.push(one.folderRemote(folder, { writing: true }), [first])).toMatchObject({ objects: 0, bytes: 0, there: 1011 });
  expect(files()).toEqual(before);

  const second = await one.keep({ ...manyFiles(1000), "3/301.txt": "edited\n" });
  // The file, the listing of its folder, and that of the whole.
  expect((await one.push(one.folderRemote(folder, { writing: true }), [second])).objects).toBe(3);
  expect(await other.source(other.folderRemote(folder)).bring([second])).toBe(true);
  expect(other.store.has(second)).toBe(true);
});

test("whoever watches is told of all that goes and comes", async () => {
  const { folder } = shared();
  const [one, other] = [new Machine(), new Machine()];
  const entries = [await one.keep(manyFiles(5)), await one.keep("wheat\n")];
  const seen: Transfer[] = [];
  const onTransfer = (transfer: Transfer): void => void seen.push(transfer);
  const sent = await one.push(one.folderRemote(folder, { writing: true }), entries, { onTransfer });
  expect(seen.at(-1)).toEqual({ doing: "send", files: 8, allFiles: 8, bytes: sent.bytes, allBytes: sent.bytes });
  await other.source(other.folderRemote(folder)).bring(entries, onTransfer);
  expect(seen.at(-1)).toEqual({ doing: "fetch", files: 6, allFiles: 6, bytes: 41, allBytes: 41 });
});

test("parts that nobody took up for a week are removed by the next fetch", async () => {
  const { folder } = shared();
  const one = new Machine();
  const entry = await one.keep("wheat\n");
  await one.push(one.folderRemote(folder, { writing: true }), [entry]);
  for (const [days, left] of [
    [6, ["old.part"]],
    [8, []],
  ] as const) {
    const later = new Machine({ platform: { clock: { ...systemClock, now: () => Date.now() + days * 86_400_000 } } });
    const fetching = join(later.storeFolder, "fetching");
    mkdirSync(fetching, { recursive: true });
    writeFileSync(join(fetching, "old.part"), "wh");
    expect(await later.source(later.folderRemote(folder)).bring([entry])).toBe(true);
    expect(readdirSync(fetching)).toEqual(left);
  }
});

test("one file of a folder can be had alone, also by a process that has the listing already", async () => {
  const { folder } = shared();
  const [one, other] = [new Machine(), new Machine()];
  const entry = await one.keep(manyFiles(20));
  const member = await one.keep("file 7\n");
  await one.push(one.folderRemote(folder, { writing: true }), [entry]);
  expect(await other.source(other.folderRemote(folder)).bringTree(entry.digest)).toBe(true);
  const later = other.source(other.folderRemote(folder));
  expect(await later.bringTree(entry.digest)).toBe(true);
  expect(await later.bring([member])).toBe(true);
  expect(other.store.has(member)).toBe(true);
  expect(other.store.has(entry)).toBe(false);
});

test("a folder that is not there is a warning, once", async () => {
  const machine = new Machine();
  const source = machine.source(machine.folderRemote(join(machine.folder, "no", "share")));
  const entry = { digest: (await machine.keep("x")).digest.replace(/^./, "f"), shape: "file" } as never;
  expect(await source.bring([entry])).toBe(false);
  expect(await source.bring([entry])).toBe(false);
  expect(machine.told.map(({ code, severity }) => `${severity} ${code}`)).toEqual(["warning remote-unavailable"]);
});

test("what is corrupt in the store is not sent, large or small, alone or packed, and is told as not sent", async () => {
  const { folder, files } = shared();
  const machine = new Machine();
  const [large, small] = [await machine.keep(Buffer.alloc(9_000_000, "a")), await machine.keep("wheat\n")];
  const packed = await machine.keep(manyFiles(6));
  const member = digestOf("file 3\n");
  for (const digest of [large.digest, small.digest, member]) {
    const object = machine.store.fileOf(digest) ?? "";
    chmodSync(object, 0o644);
    writeFileSync(object, "b", { flag: "r+" });
  }
  const sent = await machine.push(machine.folderRemote(folder, { writing: true }), [large, small, packed]);
  expect(sent.incomplete).toEqual([large, small, packed]);
  expect(files().filter((name) => name.startsWith("v1/objects/"))).toEqual([]);
  expect(machine.store.holds(large.digest)).toBe(false);
});
