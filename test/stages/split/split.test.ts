import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readTable, writeTable } from "../../../stages/shared/table/arrow-file.ts";
import { cellAt, column } from "../../../stages/shared/table/column.ts";
import { takeRows } from "../../../stages/shared/table/rows.ts";
import type { Table } from "../../../stages/shared/table/table.ts";
import { split } from "../../../stages/split/kind.ts";
import { parts } from "../../../stages/split/part.ts";
import { drawParts } from "../../../stages/split/split.ts";
import type { SplitWith } from "../../../stages/split/with.generated.ts";
import { arbitraryTable } from "../shared/table/arbitrary-table.ts";
import { digestOf, failureOf, runStage, stageContext, temporaryFolder } from "../stage-context.ts";

const cultivars = ["barolo", "grignolino", "barbera", "nebbiolo"];

/** Wines numbered from 0, with so many of each cultivar, mixed; the last category has none. */
function wines(counts: readonly [barolo: number, grignolino: number, barbera: number]): Table {
  const rows = counts[0] + counts[1] + counts[2];
  const codes = Int32Array.from({ length: rows }, (_, row) => {
    const turn = (row * 7919) % rows;
    return turn < counts[0] ? 0 : turn < counts[0] + counts[1] ? 1 : 2;
  });
  return {
    rows,
    columns: [
      { name: "number", type: "integer", values: Float64Array.from({ length: rows }, (_, row) => row) },
      { name: "cultivar", type: "category", categories: cultivars, codes },
      { name: "label", type: "text", values: Array.from(codes, (code) => cultivars[code] ?? null) },
      { name: "red", type: "boolean", values: Uint8Array.from(codes, (code) => code % 2) },
      { name: "note", type: "text", values: Array.from(codes, (code) => (code === 0 ? null : "dry")) },
    ],
  };
}

async function benchFor(table: Table, options: SplitWith) {
  const path = join(temporaryFolder(), "wines.arrow");
  await writeTable(path, table);
  return stageContext({ kind: split, in: { table: path }, with: options });
}

const stratified: SplitWith = { strategy: "stratified", by: "cultivar", fractions: { train: 0.6, validation: 0.2, test: 0.2 }, seed: 7 };

const countsOf = (table: Table) =>
  cultivars.map(
    (cultivar) =>
      Array.from({ length: table.rows }, (_, row) => cellAt(column(table, "cultivar"), row)).filter((value) => value === cultivar).length,
  );

test("a stratified split has documented sizes, overall and in each class", async () => {
  const bench = await benchFor(wines([59, 71, 48]), stratified);
  await runStage(split, bench);
  const tables = await Promise.all(parts.map((part) => readTable(bench.out[part])));
  expect(tables.map(({ rows }) => rows)).toEqual([107, 36, 35]);
  expect(tables.map(countsOf)).toEqual([
    [35, 43, 29, 0],
    [12, 14, 10, 0],
    [12, 14, 9, 0],
  ]);
  expect(bench.recorded.log).toEqual(["train: 107 of 178 rows", "validation: 36 of 178 rows", "test: 35 of 178 rows"]);
  expect(
    tables.map((table) => column(table, "cultivar")).map((category) => (category.type === "category" ? category.categories : [])),
  ).toEqual([cultivars, cultivars, cultivars]);
});

const anyOptions = fc.record({
  strategy: fc.constantFrom<"random" | "stratified">("random", "stratified"),
  by: fc.constantFrom("cultivar", "label", "red"),
  seed: fc.integer(),
  fractions: fc.constantFrom(
    { train: 0.6, validation: 0.2, test: 0.2 },
    { train: 0.75, test: 0.25 },
    { train: 1 / 3, validation: 1 / 3, test: 1 / 3 },
  ),
});
const counts = fc.tuple(fc.integer({ min: 10, max: 60 }), fc.integer({ min: 10, max: 60 }), fc.integer({ min: 10, max: 60 }));

test("every row is in exactly one part, in the order of the source, whatever the strategy and seed", () => {
  fc.assert(
    fc.property(anyOptions, counts, (options, size) => {
      const table = wines(size);
      const drawn = drawParts(table, options).map((rows) => [...rows]);
      expect(drawn.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: table.rows }, (_, row) => row));
      for (const rows of drawn) expect(rows).toEqual(rows.toSorted((a, b) => a - b));
    }),
  );
});

test("rows that are put together again are the table: nothing of a row is changed", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryTable, async (table) => {
      fc.pre(table.rows >= 8);
      const drawn = drawParts(table, { fractions: { train: 0.5, validation: 0.25, test: 0.25 } });
      const order = drawn.flatMap((rows) => [...rows]);
      const back = order.map((_, row) => order.indexOf(row));
      expect(takeRows(takeRows(table, order), back)).toEqual(table);
    }),
  );
});

test("the same seed draws the same bytes, another one others", async () => {
  const digests = async (seed: number) => {
    const bench = await benchFor(wines([20, 20, 20]), { ...stratified, seed });
    await runStage(split, bench);
    return parts.map((part) => digestOf(bench.out[part]));
  };
  const first = await digests(7);
  expect(await digests(7)).toEqual(first);
  const other = await digests(8);
  expect(other.map((digest, index) => digest === first[index])).toEqual([false, false, false]);
});

test("golden digests: other bytes need another version of the kind", async () => {
  const digests = async (options: SplitWith) => {
    const bench = await benchFor(wines([20, 15, 10]), options);
    await runStage(split, bench);
    return Object.fromEntries(parts.map((part) => [part, digestOf(bench.out[part])]));
  };
  expect({
    version: split.version,
    stratified: await digests(stratified),
    random: await digests({ strategy: "random", fractions: { train: 0.8, test: 0.2 }, seed: 7 }),
  }).toEqual({
    version: 1,
    stratified: {
      train: "9f35921328e469ec663d38a8ee5fd8cce458f6edff3932d5c4b466d72d5a33b9",
      validation: "2d3b452079056b643895a363640cd789438d0ac717b5cbdb287cb1782756dded",
      test: "f85dcf9c9d60903cad35f0c4df0c3da3b5d0cdc1b0d44d72f09cea05e701e871",
    },
    random: {
      train: "a5f3580cdec26a1038065f4925b2c1c87e6395050644ccdfcab8fa94e6c6de45",
      validation: "abb3211cd49de9d2b708f788946ed38de7095ab6c72f82bd58bfa5966c5cbbf4",
      test: "34976b29a80e47c636a12829fd67eb7e59b78aa76ead0680eaed98070ad12d9c",
    },
  });
});

test("random is the strategy, and 0 the seed, where none is given", () => {
  const table = wines([10, 10, 10]);
  const fractions = { train: 0.5, test: 0.5 };
  expect(drawParts(table, { fractions })).toEqual(drawParts(table, { strategy: "random", fractions, seed: 0 }));
});

test("without a fraction, validation has the columns and no rows", async () => {
  const bench = await benchFor(wines([10, 10, 10]), { fractions: { train: 0.8, test: 0.2 } });
  await runStage(split, bench);
  expect(await readTable(bench.out.validation)).toEqual(takeRows(wines([10, 10, 10]), []));
});

test("a CSV file is split by the types that its values suggest", async () => {
  const path = join(temporaryFolder(), "wines.csv");
  await writeFile(
    path,
    `alcohol,cultivar\n${Array.from({ length: 10 }, (_, row) => `1${row % 5}.5,${row % 2 === 0 ? "barolo" : "barbera"}\n`).join("")}`,
  );
  const bench = stageContext({
    kind: split,
    in: { table: path },
    with: { strategy: "stratified", by: "cultivar", fractions: { train: 0.6, test: 0.4 } },
  });
  await runStage(split, bench);
  const train = await readTable(bench.out.train);
  expect(train.columns.map(({ name, type }) => [name, type])).toEqual([
    ["alcohol", "number"],
    ["cultivar", "category"],
  ]);
  expect(train.rows).toBe(6);
});

const impossible: readonly { fault: string; table: Table; options: SplitWith; failure: object }[] = [
  {
    fault: "a class with too few rows",
    table: wines([30, 2, 1]),
    options: stratified,
    failure: {
      code: "split-impossible",
      message: "2 classes have too few rows to be in every part",
      why: "cultivar grignolino: 2 rows would give train 1, validation 1, test 0\ncultivar barbera: 1 row would give train 1, validation 0, test 0",
      hint: "bring more rows of it, merge it with another class, or split with strategy: random",
    },
  },
  {
    fault: "too few rows at all",
    table: wines([1, 1, 0]),
    options: { fractions: { train: 0.6, validation: 0.2, test: 0.2 } },
    failure: {
      code: "split-impossible",
      message: "2 rows are too few for this split",
      why: "the parts would have train 1, validation 1, test 0 rows",
      hint: "bring more rows, or give the empty part a larger fraction",
    },
  },
  {
    fault: "numbers for classes",
    table: wines([5, 5, 5]),
    options: { ...stratified, by: "number" },
    failure: {
      code: "column-type",
      message: "the column number holds numbers, and a stratified split needs classes",
      hint: "declare it in the table schema as number: { type: category }, or split with strategy: random",
    },
  },
  {
    fault: "an unknown column",
    table: wines([5, 5, 5]),
    options: { ...stratified, by: "cultivator" },
    failure: {
      code: "column-unknown",
      message: "the table has no column cultivator",
      why: "its columns are number, cultivar, label, red, note",
      hint: "write cultivar",
    },
  },
  {
    fault: "rows without a class",
    table: wines([5, 5, 5]),
    options: { ...stratified, by: "note" },
    failure: {
      code: "split-impossible",
      message: "5 of 15 rows have no note, so they belong to no class",
      hint: "leave out nullable: true for note in the table schema, and the rows will be named",
    },
  },
];

test.each(impossible)("$fault: refused, with the numbers", async ({ table, options, failure }) => {
  const bench = await benchFor(table, options);
  expect(await failureOf(() => runStage(split, bench))).toEqual(failure);
});
