import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readContent } from "../../engine/key/content.ts";
import { StatCache } from "../../engine/key/stat-cache.ts";
import { systemClock } from "../../engine/platform/clock.ts";
import type { Disk } from "../../engine/platform/disk.ts";
import { nodeDisk } from "../../engine/platform/node-disk.ts";
import { openStore } from "../../engine/store/local-store.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const day = 86_400_000_000_000n;

/** A folder that was taken in, removed and restored, on a file system whose clock is ahead of its files. */
async function restored({ ahead, files = 3 }: { readonly ahead: bigint; readonly files?: number }) {
  const folder = temporaryFolder();
  const hashed: string[] = [];
  const disk: Disk = {
    ...nodeDisk,
    hashAll: (all, watch) => {
      hashed.push(...all.map(({ path }) => path.slice(data.length + 1)));
      return nodeDisk.hashAll(all, watch);
    },
    tellTime: (point, path) => {
      const stat = nodeDisk.tellTime(point, path);
      return { ...stat, modified: stat.modified + ahead };
    },
  };
  const data = join(folder, "data");
  const statCache = () => new StatCache({ disk, clock: systemClock, file: join(folder, "stats.bin") });
  const reader = { disk, statCache: statCache() };
  mkdirSync(join(data, "images"), { recursive: true });
  for (let index = 0; index < files; index++) writeFileSync(join(data, index % 2 === 0 ? "images" : "", `${index}`), `${index}`);
  const store = openStore({ reader, folder: join(folder, "store"), processId: 1, onCorrupt: () => undefined });
  const taken = await store.take(data);
  if (taken === undefined) throw new Error("nothing was taken");
  rmSync(data, { recursive: true });
  expect(await store.materialize(taken.entry, data)).toEqual({ ok: true, value: undefined });
  reader.statCache.save();
  const read = () => readContent({ disk, statCache: statCache() }, { path: data });
  return { data, hashed, read, entry: taken.entry };
}

test.each([3, 1200])("what is restored is known, and not hashed again: %i files", async (files) => {
  const { hashed, read, entry } = await restored({ ahead: day, files });
  expect(await read()).toEqual(entry);
  expect(hashed).toEqual([]);
});

test("what is restored and edited then is hashed, also under the old size and modification time", async () => {
  const { data, hashed, read, entry } = await restored({ ahead: day });
  const file = join(data, "1");
  const { atime, mtime } = statSync(file);
  writeFileSync(file, "7");
  utimesSync(file, atime, mtime);
  expect(await read()).not.toEqual(entry);
  expect(hashed).toEqual(["1"]);
});

test("what was restored within the grain of the clock is hashed: an edit in the same tick would not show", async () => {
  const { hashed, read } = await restored({ ahead: 0n });
  await read();
  expect(hashed.sort()).toEqual(["1", "images/0", "images/2"]);
});
