import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { linkFindings } from "../../engine/doctor/examine-store.ts";
import { StatCache } from "../../engine/key/stat-cache.ts";
import { systemClock } from "../../engine/platform/clock.ts";
import type { Disk } from "../../engine/platform/disk.ts";
import { linksBetween } from "../../engine/platform/file-system.ts";
import { nodeDisk } from "../../engine/platform/node-disk.ts";
import { openStore } from "../../engine/store/local-store.ts";
import { millrace } from "../millrace.ts";
import { treeOf } from "../property/tree.ts";
import { quickFolder } from "../quick-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { flip } from "./flip.ts";
import { mill, outcomesOf, runMill, write } from "./store-place.ts";

/** The small mill whose outputs have come back from the store, by that kind of link. */
async function scene(links: string) {
  const folder = mill(join(temporaryFolder({ within: quickFolder }), "project"));
  write(folder, "millrace.config.yaml", `cache: { links: ${links} }\n`);
  const ran = await runMill(folder);
  const [whole, lock] = [treeOf(folder), readFileSync(join(folder, "pipeline.lock.json"), "utf8")];
  for (const path of ["out", "made"]) rmSync(join(folder, path), { recursive: true });
  const restored = await runMill(folder);
  const [, path, digest = ""] = /"bran".*?"out":\{"(\w+)":"(\w+)/.exec(lock) ?? [];
  const object = join(folder, ".millrace", "store", "objects", digest.slice(0, 2), digest.slice(2));
  return { folder, whole, lock, ran, restored, port: path, object };
}

/** The output of the workspace that is another name of an object. */
function nameOf(folder: string, object: string): string {
  const { ino } = statSync(object);
  const found = Object.keys(treeOf(folder)).find((path) => lstatSync(join(folder, path)).ino === ino && existsSync(join(folder, path)));
  if (found === undefined) throw new Error("no output is a second name of the object");
  return join(folder, found);
}

const lockOf = (folder: string): string => readFileSync(join(folder, "pipeline.lock.json"), "utf8");

test.each(["reflink", "copy", "hardlink"])("what comes back by %s is what was made, and there is nothing to do", async (links) => {
  const { folder, whole, lock, ran, restored } = await scene(links);
  expect(ran.exitCode).toBe(0);
  expect(new Set(Object.values(outcomesOf(restored)))).toEqual(new Set(["restored"]));
  expect(treeOf(folder)).toEqual(whole);
  expect(lockOf(folder)).toBe(lock);
  expect(new Set(Object.values(outcomesOf(await runMill(folder))))).toEqual(new Set(["fresh"]));
});

describe("hard links", () => {
  test("are read-only, and a stage that runs again leaves what the store has as it is", async () => {
    const { folder, object } = await scene("hardlink");
    const output = nameOf(folder, object);
    expect(statSync(output).mode & 0o222).toBe(0);
    const before = readFileSync(object);
    write(folder, "grain.txt", "spelt\n");
    const again = await runMill(folder);
    expect([again.exitCode, outcomesOf(again).bran]).toEqual([0, "ran"]);
    expect(readFileSync(object)).toEqual(before);
    expect(statSync(output).ino).not.toBe(statSync(object).ino);
  });

  test("what writes through one spoils no result: it is seen, dropped, and made again", async () => {
    const { folder, object, whole, lock } = await scene("hardlink");
    const output = nameOf(folder, object);
    chmodSync(output, 0o644);
    writeFileSync(output, "spoilt");
    const again = await runMill(folder);
    expect(again.exitCode).toBe(0);
    expect(outcomesOf(again).bran).toBe("ran");
    expect([treeOf(folder), lockOf(folder)]).toEqual([whole, lock]);
  });

  test("a bit that flips under old times is told by verify, with the stage, and the next run makes it again", async () => {
    const { folder, object, whole } = await scene("hardlink");
    await runMill(folder);
    const { atime, mtime } = statSync(object);
    flip(object, 0.5);
    utimesSync(object, atime, mtime);
    const end = await millrace(folder, "verify");
    expect([end.code, end.stdout]).toEqual([5, expect.stringContaining("stage bran (pipeline.lock.json)")]);
    expect((await runMill(folder)).exitCode).toBe(0);
    expect(treeOf(folder)).toEqual(whole);
  });
});

test("to another file system files are copied, and that is said once", async () => {
  const folder = temporaryFolder();
  const away = join(folder, "away");
  mkdirSync(away);
  const disk: Disk = {
    ...nodeDisk,
    statTarget: (path) => {
      const stat = nodeDisk.statTarget(path);
      return stat && { ...stat, device: path === away ? stat.device + 1n : stat.device };
    },
  };
  const reader = { disk, statCache: new StatCache({ disk, clock: systemClock, file: join(folder, "stats.bin") }) };
  let told = 0;
  const request = { reader, folder: join(folder, "store"), processId: 1, onCorrupt: () => undefined, links: "hardlink" } as const;
  const store = openStore({ ...request, onUnlinked: () => (told += 1) });
  const entry = { digest: store.putBytes("robin\n"), shape: "file" } as const;
  for (const path of [join(folder, "linked"), join(away, "one"), join(away, "two")]) await store.materialize(entry, path);
  expect([told, statSync(join(folder, "linked")).nlink, statSync(join(away, "two")).nlink]).toEqual([1, 2, 1]);
});

test("doctor says which is in use, and which cannot be", () => {
  const folder = temporaryFolder();
  expect(linksBetween(folder, folder)?.hardLinks).toBe(true);
  expect(linksBetween(folder, join(folder, "none"))).toBeUndefined();
  const [yes, no] = [
    { clones: true, hardLinks: true },
    { clones: false, hardLinks: false },
  ];
  const told = ([finding]: ReturnType<typeof linkFindings>) => [finding?.state, finding?.found];
  expect(told(linkFindings("reflink", yes))).toEqual(["good", "copy-on-write copies leave the store"]);
  expect(told(linkFindings("reflink", no))).toEqual(["good", "whole copies leave the store"]);
  expect(told(linkFindings("hardlink", yes))).toEqual(["good", "hard links leave the store: outputs and data are read-only"]);
  expect(told(linkFindings("hardlink", no))).toEqual(["warning", "whole copies leave the store"]);
  expect(linkFindings("hardlink", undefined)).toEqual([]);
});
