import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { treeText } from "../../engine/key/content.ts";
import { StatCache } from "../../engine/key/stat-cache.ts";
import { systemClock } from "../../engine/platform/clock.ts";
import type { Disk } from "../../engine/platform/disk.ts";
import { nodeDisk } from "../../engine/platform/node-disk.ts";
import { openStore } from "../../engine/store/local-store.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const fold = (name: string): string => name.normalize("NFC").toLowerCase();

/** A disk on which names are one that differ in case or normal form, as on a Mac's. */
const folding: Disk = {
  ...nodeDisk,
  stat: (path) => {
    const folder = dirname(path);
    const name = existsSync(folder) ? readdirSync(folder).find((member) => fold(member) === fold(basename(path))) : undefined;
    return nodeDisk.stat(name === undefined ? path : join(folder, name));
  },
};

function scene(disk: Disk, names: readonly string[]) {
  const folder = temporaryFolder();
  const reader = { disk, statCache: new StatCache({ disk, clock: systemClock, file: join(folder, "stats.bin") }) };
  const store = openStore({ reader, folder: join(folder, "store"), processId: 1, onCorrupt: () => undefined });
  const member = (name: string): readonly [string, string] => [name, store.putBytes(name)];
  const images = store.putBytes(treeText(Object.fromEntries(names.map(member))));
  const digest = store.putBytes(treeText({ images: `${images}/` }));
  return { folder, write: () => store.materialize({ digest, shape: "directory" }, join(folder, "data")) };
}

test.each([
  ["case", ["Cat.png", "cat.png"]],
  ["normal form", ["cafe\u0301.png", "caf\u00e9.png"]],
])("two names that are one here, by %s: nothing is written, and both are named", async (_by, names) => {
  const { folder, write } = scene(folding, names);
  await expect(write()).rejects.toThrow(`${JSON.stringify(names[0])} and ${JSON.stringify(names[1])} are one name on this file system`);
  expect(readdirSync(folder).sort()).toEqual(["store"]);
});

test("where they are two names, both are written; and names that differ otherwise anywhere", async () => {
  const apart = scene(nodeDisk, ["Cat.png", "cat.png"]);
  expect(await apart.write()).toEqual({ ok: true, value: undefined });
  expect(readdirSync(join(apart.folder, "data", "images")).sort()).toEqual(["Cat.png", "cat.png"]);
  expect(await scene(folding, ["Cat.png", "dog.png"]).write()).toEqual({ ok: true, value: undefined });
});
