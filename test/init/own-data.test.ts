import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { millrace, millraceRun } from "../millrace.ts";
import { temporaryFolder } from "../temporary-folder.ts";

function project(files: Readonly<Record<string, string>>): string {
  const folder = join(temporaryFolder(), "cellar");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** So many rows, each by its number. */
const csv = (head: string, row: (number: number) => string, rows = 60): string =>
  `${head}\n${Array.from({ length: rows }, (_, number) => row(number)).join("\n")}\n`;

const bottles = csv(
  "bottle_id,name,bottled,alcohol,colour,cultivar",
  (number) =>
    `${number + 1},Bottle no ${number},2019-0${1 + (number % 9)}-11,${10 + (number % 3) * 2 + (number % 7) / 10},${["red", "white"][number % 2]},${["barolo", "barbera", "grignolino"][number % 3]}`,
);

const stage = (folder: string, name: string): Readonly<Record<string, unknown>> =>
  parse(readFileSync(join(folder, "pipeline.yaml"), "utf8").replace(/\$\{\{[^}]*\}\}/g, "0")).stages[name];

test("classes are told apart: a stratified split; texts, dates and ids are left out, and it is said", async () => {
  const folder = project({ "bottles.csv": bottles });
  const end = await millrace(folder, "init", "--data", "bottles.csv");
  expect(end.code, end.stderr).toBe(0);
  expect(end.stderr).toContain("  - predicts cultivar (classification): --target COLUMN predicts another\n");
  expect(end.stderr).toContain("  - leaves out bottle_id, name, bottled: texts, dates and ids are no use to a\n    network\n");
  // Of the project itself: read where it is.
  expect(existsSync(join(folder, "data"))).toBe(false);
  expect(stage(folder, "validate").in).toEqual({ table: "./bottles.csv", schema: "./bottles.table.yaml" });
  expect(stage(folder, "split").with).toMatchObject({ strategy: "stratified", by: "cultivar" });
  expect(stage(folder, "train").with).toMatchObject({ target: "cultivar", features: { exclude: ["bottle_id", "name", "bottled"] } });
  expect(stage(folder, "evaluate").gate).toEqual(["balanced_accuracy >= 0.33"]);
  const run = await millraceRun(folder);
  expect(run.code, run.stderr + run.stdout).toBe(0);
  expect(new Set(Object.values((await millraceRun(folder)).outcomes))).toEqual(new Set(["fresh"]));
});

test("numbers are predicted: a regression, whose schema lets more rows come", async () => {
  const folder = project({ "bottles.csv": bottles });
  expect((await millrace(folder, "init", "--data", "bottles.csv", "--target", "alcohol")).code).toBe(0);
  expect(stage(folder, "split").with).not.toHaveProperty("by");
  expect(stage(folder, "evaluate").gate).toEqual(["r2 >= 0"]);
  expect(parse(readFileSync(join(folder, "bottles.table.yaml"), "utf8")).rows).toEqual({ minimum: 30 });
  expect((await millrace(folder, "run", "--quiet")).code).toBe(0);
  writeFileSync(join(folder, "bottles.csv"), bottles + bottles.split("\n").slice(1, 20).join("\n"));
  expect((await millrace(folder, "run", "validate", "--quiet")).code).toBe(0);
});

test("0 and 1 are two classes", async () => {
  const folder = project({
    "trips.csv": csv("distance,rain,cycled", (number) => `${number % 13},${number % 2 === 0},${number % 13 < 6 ? 1 : 0}`),
  });
  expect((await millrace(folder, "init", "--data", "trips.csv")).code).toBe(0);
  expect(parse(readFileSync(join(folder, "trips.table.yaml"), "utf8")).columns.cycled).toEqual({ type: "category", values: ["0", "1"] });
  const run = await millraceRun(folder);
  expect(run.code, run.stderr + run.stdout).toBe(0);
});

test("columns and files may be called what YAML, Markdown or a shell would take for something else", async () => {
  const elsewhere = project({
    "the year: 2024, #1.csv": csv(
      '"yes, please","a: b",#,"[x]","price ($) {new}"',
      (number) => `${number},${number % 5},${number % 4},${number % 3 === 0},${number * 3 + (number % 5)}`,
    ),
  });
  const folder = join(elsewhere, "new", "wine cellar");
  const end = await millrace(elsewhere, "init", "new/wine cellar", "--data", "the year: 2024, #1.csv");
  expect(end.code, end.stderr).toBe(0);
  expect(end.stderr).toContain("\n  millrace run 'new/wine cellar' ");
  expect(readFileSync(join(folder, "data/the year: 2024, #1.csv"), "utf8")).toBe(
    readFileSync(join(elsewhere, "the year: 2024, #1.csv"), "utf8"),
  );
  expect(stage(folder, "train").with).toMatchObject({ target: "price ($) {new}" });
  const run = await millrace(elsewhere, "run", "new/wine cellar", "--quiet");
  expect(run.code, run.stderr).toBe(0);
});

describe("what cannot be learnt from is refused, and nothing is written", () => {
  test.each([
    ["a file that is not there", {}, ["--data", "absent.csv"], /absent\.csv/],
    [
      "a column that is not there",
      { "a.csv": bottles },
      ["--data", "a.csv", "--target", "colur"],
      /has no column colur\n {2}hint: did you mean colour\?/,
    ],
    [
      "a text of many values",
      { "a.csv": bottles },
      ["--data", "a.csv", "--target", "name"],
      /the column name cannot be predicted: it is a text of many values/,
    ],
    ["too few rows", { "a.csv": csv("x,y", (n) => `${n},${n}`, 6) }, ["--data", "a.csv"], /a\.csv has 6 rows, which is too few/],
    ["an empty file", { "a.csv": "" }, ["--data", "a.csv"], /a\.csv/],
    [
      "rows without an answer",
      { "a.csv": csv("x,y", (n) => `${n},${n % 9 === 0 ? "" : n}`) },
      ["--data", "a.csv"],
      /a\.csv has rows without a value of y/,
    ],
    [
      "nothing to predict from",
      { "a.csv": csv("id,y", (n) => `${n},${n % 7}`) },
      ["--data", "a.csv"],
      /a\.csv has no column to predict y from/,
    ],
    [
      "nothing to predict",
      { "a.csv": csv("name,other", (n) => `n${n},o${n}`) },
      ["--data", "a.csv"],
      /a\.csv has no column that can be predicted/,
    ],
    ["a folder", { "data/a.csv": bottles }, ["--data", "data"], /data/],
  ] as const)("%s", async (_what, files, words, told) => {
    const folder = project({ "notes.md": "mine\n", ...files });
    const end = await millrace(folder, "init", ...words);
    expect([end.code, end.stdout], end.stderr).toEqual([2, ""]);
    expect(end.stderr).toMatch(told);
    expect(existsSync(join(folder, "pipeline.yaml"))).toBe(false);
    expect(existsSync(join(folder, ".gitattributes"))).toBe(false);
  });
});
