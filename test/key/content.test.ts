import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readContent, treeOfText, treeText } from "../../engine/key/content.ts";
import { entryText } from "../../engine/key/entry.ts";
import { readExclude } from "../../engine/key/exclude.ts";
import { StatCache } from "../../engine/key/stat-cache.ts";
import { systemClock } from "../../engine/platform/clock.ts";
import type { Disk } from "../../engine/platform/disk.ts";
import { nodeDisk } from "../../engine/platform/node-disk.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const day = 86_400_000;

/** A file system whose clock is a day ahead: every file has long settled, so that the cache is used at once. */
function scene({ ahead = day }: { readonly ahead?: number } = {}) {
  const folder = temporaryFolder();
  const hashed: string[] = [];
  const disk: Disk = {
    ...nodeDisk,
    hashAll: (files, watch) => {
      hashed.push(...files.map(({ path }) => path.slice(folder.length + 1)));
      return nodeDisk.hashAll(files, watch);
    },
    tellTime: (point, path) => {
      const stat = nodeDisk.tellTime(point, path);
      return { ...stat, modified: stat.modified + BigInt(ahead) * 1_000_000n };
    },
  };
  const open = (): { readonly disk: Disk; readonly statCache: StatCache } => ({
    disk,
    statCache: new StatCache({ disk, clock: systemClock, file: join(folder, ".stats") }),
  });
  const data = join(folder, "data");
  mkdirSync(join(data, "images"), { recursive: true });
  writeFileSync(join(data, "labels.csv"), "cat,1\n");
  writeFileSync(join(data, "images", "cat.png"), "png");
  return { folder, data, open, hashed };
}

const digest = async (reader: ReturnType<ReturnType<typeof scene>["open"]>, path: string): Promise<string> => {
  const entry = await readContent(reader, { path });
  if (entry === undefined) throw new Error("absent");
  return entryText(entry);
};

describe("content changes with", () => {
  const edits: Readonly<Record<string, (data: string) => void>> = {
    "a byte": (data) => writeFileSync(join(data, "labels.csv"), "cat,2\n"),
    "a byte, under the old size and modification time": (data) => {
      const path = join(data, "labels.csv");
      const { atime, mtime } = statSync(path);
      writeFileSync(path, "dog,1\n");
      utimesSync(path, atime, mtime);
    },
    "a file that takes another's place by rename": (data) => {
      writeFileSync(join(data, "..", "other"), "dog,1\n");
      renameSync(join(data, "..", "other"), join(data, "labels.csv"));
    },
    "an executable bit": (data) => chmodSync(join(data, "labels.csv"), 0o755),
    "a file's name": (data) => renameSync(join(data, "labels.csv"), join(data, "names.csv")),
    "a file that moves into a folder": (data) => renameSync(join(data, "labels.csv"), join(data, "images", "labels.csv")),
    "a file more": (data) => writeFileSync(join(data, "notes"), ""),
    "a file less": (data) => rmSync(join(data, "labels.csv")),
    "a file with the name of every object's prototype": (data) => writeFileSync(join(data, "__proto__"), ""),
    "an empty folder": (data) => mkdirSync(join(data, "empty")),
    "a file that becomes a folder": (data) => {
      rmSync(join(data, "labels.csv"));
      mkdirSync(join(data, "labels.csv"));
    },
    "a link inside": (data) => symlinkSync("labels.csv", join(data, "link")),
    "a name that differs in its normal form alone": (data) => {
      writeFileSync(join(data, "caf\u00e9"), "");
      writeFileSync(join(data, "cafe\u0301"), "");
    },
  };
  test.each(Object.keys(edits))("%s", async (name) => {
    const { data, open } = scene();
    const reader = open();
    const before = await digest(reader, data);
    edits[name]?.(data);
    expect(await digest(reader, data)).not.toBe(before);
    reader.statCache.save();
    expect(await digest(open(), data)).toBe(await digest(reader, data));
  });

  test("what a link out of the folder leads to, and where it leads", async () => {
    const { folder, data, open } = scene();
    writeFileSync(join(folder, "outside"), "1");
    symlinkSync("../outside", join(data, "link"));
    const first = await digest(open(), data);
    writeFileSync(join(folder, "outside"), "2");
    const second = await digest(open(), data);
    rmSync(join(data, "link"));
    symlinkSync("../data/../outside", join(data, "link"));
    expect(new Set([first, second, await digest(open(), data)]).size).toBe(3);
  });
});

test("a link of a folder that is itself reached by a link leads from where the folder really is", async () => {
  const { folder, data, open } = scene();
  writeFileSync(join(folder, "outside"), "1");
  symlinkSync("../outside", join(data, "link"));
  mkdirSync(join(folder, "mounted"));
  symlinkSync("../data", join(folder, "mounted", "data"));
  const before = await digest(open(), join(folder, "mounted", "data"));
  expect(before).toBe(await digest(open(), data));
  writeFileSync(join(folder, "outside"), "2");
  expect(await digest(open(), join(folder, "mounted", "data"))).not.toBe(before);
});

test("a link that leads to nothing is told from one inside, and from one outside, by where it would lead", async () => {
  const { folder, data, open } = scene();
  symlinkSync("../data/cat.csv", join(data, "link"));
  const inside = await digest(open(), data);
  mkdirSync(join(folder, "elsewhere"));
  renameSync(data, join(folder, "elsewhere", "moved"));
  expect(await digest(open(), join(folder, "elsewhere", "moved"))).not.toBe(inside);
});

test("a link to what is ignored counts with what it leads to", async () => {
  const { data, open } = scene();
  mkdirSync(join(data, "node_modules"));
  writeFileSync(join(data, "node_modules", "table"), "1");
  symlinkSync("node_modules/table", join(data, "table"));
  const exclude = (await readExclude(nodeDisk, join(data, "..")))("data");
  const before = await readContent(open(), { path: data, exclude });
  writeFileSync(join(data, "node_modules", "table"), "2");
  expect(await readContent(open(), { path: data, exclude })).not.toEqual(before);
});

test("a file whose name is not UTF-8 is refused, not left out", async () => {
  const { data, open } = scene();
  writeFileSync(Buffer.concat([Buffer.from(`${data}/`), Buffer.from([0xff])]), "");
  await expect(readContent(open(), { path: data })).rejects.toThrow("EILSEQ: a file name that is not UTF-8");
});

test("folders that link to each other have content too", async () => {
  const { folder, data, open } = scene();
  mkdirSync(join(folder, "twin"));
  symlinkSync("../data", join(folder, "twin", "back"));
  symlinkSync("../twin", join(data, "there"));
  symlinkSync("..", join(data, "images", "up"));
  expect(await digest(open(), data)).toMatch(/^[0-9a-f]{64}\/$/);
});

test("what is ignored does not count, whatever it holds", async () => {
  const { folder, data, open } = scene();
  writeFileSync(join(folder, ".millraceignore"), "*.tmp\n/data/images/cache/\n");
  const exclude = (await readExclude(nodeDisk, folder))("data");
  const read = async (): Promise<unknown> => readContent(open(), { path: data, exclude });
  const before = await read();
  for (const junk of ["__pycache__", "images/cache", "node_modules", ".git"]) mkdirSync(join(data, junk));
  for (const junk of ["a.pyc", "images/b.tmp", ".DS_Store", "images/cache/x"]) writeFileSync(join(data, junk), "junk");
  expect(await read()).toEqual(before);
  writeFileSync(join(data, "images", "c.tmpl"), "not junk");
  expect(await read()).not.toEqual(before);
});

test("what is ignored is ignored in the spelling that it is given", async () => {
  const { folder, data, open } = scene();
  writeFileSync(join(folder, ".millraceignore"), "labels.csv\n");
  const exclude = (await readExclude(nodeDisk, folder))("data");
  writeFileSync(join(data, "Labels.csv"), "1");
  const before = await readContent(open(), { path: data, exclude });
  writeFileSync(join(data, "Labels.csv"), "2");
  expect(await readContent(open(), { path: data, exclude })).not.toEqual(before);
});

test("a folder's text is the canonical one of its tree, whatever its members are called", async () => {
  const { data, open } = scene();
  for (const name of ["10", "9", "Z", "a b", 'quo"te', "__proto__", "\u{1f600}", "\uffee", "back\\slash", "new\nline"])
    writeFileSync(join(data, name), name);
  symlinkSync("a b", join(data, "link"));
  const texts: string[] = [];
  await readContent(open(), { path: data, onTree: (_digest, text) => texts.push(text) });
  expect(texts).toHaveLength(2);
  expect(texts.map((text) => treeText(treeOfText(text)))).toEqual(texts);
});

describe("the stat cache", () => {
  test("does not hash again what has not changed, in this process or the next", async () => {
    const { data, open, hashed } = scene();
    const reader = open();
    await digest(reader, data);
    expect(hashed.sort()).toEqual(["data/images/cat.png", "data/labels.csv"]);
    await digest(reader, data);
    reader.statCache.save();
    await digest(open(), data);
    expect(hashed).toHaveLength(2);
  });

  test("trusts nothing that changed within the grain of the clock, nor a file of the future", async () => {
    for (const ahead of [0, 50, -day]) {
      const { data, open, hashed } = scene({ ahead });
      const reader = open();
      await digest(reader, join(data, "labels.csv"));
      await digest(reader, join(data, "labels.csv"));
      expect(hashed).toHaveLength(2);
    }
  });

  test("survives a torn or damaged file of its own", async () => {
    const { folder, data, open, hashed } = scene();
    const reader = open();
    const before = await digest(reader, data);
    reader.statCache.save();
    const text = readFileSync(join(folder, ".stats"), "utf8");
    writeFileSync(join(folder, ".stats"), `${text.slice(0, text.length / 2 + 20)}\nnonsense\n\t\n`);
    expect(await digest(open(), data)).toBe(before);
    appendFileSync(join(folder, ".stats"), "\u0000");
    expect(await digest(open(), data)).toBe(before);
    expect(hashed.length).toBeGreaterThanOrEqual(3);
  });

  test("keeps a large folder apart, and forgets it once it is gone", async () => {
    const { folder, open, hashed } = scene();
    const fill = (name: string): string => {
      mkdirSync(join(folder, name));
      for (let index = 0; index <= 1000; index++) writeFileSync(join(folder, name, `${index}`), `${index % 7}`);
      return join(folder, name);
    };
    const learn = async (path: string): Promise<void> => {
      const reader = open();
      await digest(reader, path);
      reader.statCache.save();
    };
    const tables = (): readonly string[] => readdirSync(join(folder, ".stats.folders"));
    const first = fill("first");
    await learn(first);
    expect(hashed.splice(0)).toHaveLength(1001);
    rmSync(join(first, "7"));
    await learn(first);
    expect([hashed.splice(0), tables().length]).toEqual([[], 2]);
    rmSync(first, { recursive: true });
    await learn(fill("second"));
    expect(tables()).toHaveLength(2);
    const { disk } = open();
    hashed.length = 0;
    const stranger = new StatCache({ disk, clock: systemClock, file: join(folder, "none") });
    await readContent({ disk, statCache: stranger }, { path: join(folder, "second") });
    expect(hashed, "a cache of another file knows nothing").toHaveLength(1001);
  });
});
