import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readTable } from "../../../stages/shared/table/arrow-file.ts";
import { validate } from "../../../stages/validate/kind.ts";
import { digestOf, failureOf, runStage, stageContext, temporaryFolder } from "../stage-context.ts";

async function benchFor({ table, name = "cellar.csv", schema }: { table: string; name?: string; schema: string }) {
  const folder = temporaryFolder();
  const paths = { table: join(folder, name), schema: join(folder, "cellar.table.yaml") };
  await writeFile(paths.table, table);
  await writeFile(paths.schema, schema);
  return stageContext({ kind: validate, in: paths, with: {} });
}

const cellarSchema = `
rows: { minimum: 2, maximum: 10 }
columns:
  cultivar: { type: category, values: [grignolino, barolo] }
  alcohol: { type: number, minimum: 8, maximum: 20 }
  proline: { type: integer, nullable: true }
  organic: { type: boolean }
  bottled: { type: datetime, minimum: 1990-01-01 }
  label: { type: text, pattern: '^[A-Z]' }
`;
const cellarTable = `alcohol,proline,organic,bottled,label,cultivar
14.23,1065,true,1993-05-01,Cannubi,barolo
12.0,,FALSE,1994-05-01T10:00:00Z,"Bricco, alto",barolo
 1.2e1 ,520,0,1995-05-01,Rocche,grignolino
`;

test("the table leaves with the schema's types, in the schema's order, and a report", async () => {
  const bench = await benchFor({ table: cellarTable, schema: cellarSchema });
  await runStage(validate, bench);
  expect(await readTable(bench.out.table)).toEqual({
    rows: 3,
    columns: [
      { name: "cultivar", type: "category", categories: ["grignolino", "barolo"], codes: Int32Array.of(1, 1, 0) },
      { name: "alcohol", type: "number", values: Float64Array.of(14.23, 12, 12) },
      { name: "proline", type: "integer", values: Float64Array.of(1065, 0, 520), valid: Uint8Array.of(1, 0, 1) },
      { name: "organic", type: "boolean", values: Uint8Array.of(1, 0, 0) },
      { name: "bottled", type: "text", values: ["1993-05-01", "1994-05-01T10:00:00Z", "1995-05-01"] },
      { name: "label", type: "text", values: ["Cannubi", "Bricco, alto", "Rocche"] },
    ],
  });
  expect(await readFile(bench.out.report, "utf8")).toBe(`# Table

3 rows, 6 columns; every check of the schema holds.

| column | type | missing | values |
| --- | --- | ---: | --- |
| cultivar | category | 0 | barolo (2), grignolino (1) |
| alcohol | number | 0 | 12 to 14.23, mean 12.7433 |
| proline | integer | 1 | 520 to 1065, mean 792.5 |
| organic | boolean | 0 | false (2), true (1) |
| bottled | text | 0 | 1993-05-01 (1), 1994-05-01T10:00:00Z (1), 1995-05-01 (1) |
| label | text | 0 | Cannubi (1), Bricco, alto (1), Rocche (1) |
`);
  expect(bench.recorded).toEqual({
    progress: [],
    log: ["3 rows and 6 columns satisfy the schema"],
    backends: [],
    warnings: [],
  });
});

test("every violation is told at once, with its count and examples", async () => {
  const table = `alcohol,proline,organic,bottled,labell,vintage
7,many,maybe,1993-02-30,Cannubi,1990
x,1.5,true,1989-12-31,Rocche,1991
21,3,,yesterday,Bricco,1992
-1,,,1995-01-01,Alto,1993
0,5,1,1995-01-01,Basso,1994
`;
  const bench = await benchFor({ table, schema: cellarSchema.replace("minimum: 2, maximum: 10", "minimum: 6") });
  expect(await failureOf(() => runStage(validate, bench))).toEqual({
    code: "data-invalid",
    message: "cellar.csv fails 13 checks of its schema",
    why: [
      "the table has 5 rows, fewer than the minimum 6",
      "cultivar: the column is missing from the file",
      "label: the column is missing from the file, which has a column labell",
      "labell: the column is not in the schema (extraColumns: keep admits it)",
      "vintage: the column is not in the schema (extraColumns: keep admits it)",
      'alcohol: type number fails in 1 row (line 3: "x")',
      'alcohol: minimum 8 fails in 3 rows (line 2: "7", line 5: "-1", line 6: "0")',
      'alcohol: maximum 20 fails in 1 row (line 4: "21")',
      'proline: type integer fails in 2 rows (line 2: "many", line 3: "1.5")',
      'organic: type boolean fails in 1 row (line 2: "maybe")',
      'organic: not nullable fails in 2 rows (line 4: "", line 5: "")',
      'bottled: type datetime fails in 2 rows (line 2: "1993-02-30", line 4: "yesterday")',
      'bottled: minimum 1990-01-01 fails in 1 row (line 3: "1989-12-31")',
    ].join("\n"),
    hint: "correct the data, or the schema where it is too strict",
  });
});

/** One check each: a schema, a table that passes, one that fails, and what is said of it. */
const checks: readonly { check: string; schema: string; passes: string; fails: string; why: string }[] = [
  {
    check: "type number",
    schema: "columns: { alcohol: { type: number } }",
    passes: "alcohol\n14.23\n-1\n.5\n1e-3\n",
    fails: 'alcohol\n14.23\n"14,23"\n0x10\nInfinity\nNaN\n',
    why: 'alcohol: type number fails in 4 rows (line 3: "14,23", line 4: "0x10", line 5: "Infinity", …)',
  },
  {
    check: "type integer",
    schema: "columns: { proline: { type: integer } }",
    passes: "proline\n1065\n-3\n5.0\n",
    fails: "proline\n1065\n10.5\n9007199254740993\n",
    why: 'proline: type integer fails in 2 rows (line 3: "10.5", line 4: "9007199254740993")',
  },
  {
    check: "type boolean",
    schema: "columns: { organic: { type: boolean } }",
    passes: "organic\ntrue\nFalse\n0\n1\n",
    fails: "organic\nyes\ntrue\n",
    why: 'organic: type boolean fails in 1 row (line 2: "yes")',
  },
  {
    check: "type datetime",
    schema: "columns: { bottled: { type: datetime } }",
    passes: "bottled\n1993-05-01\n1993-05-01 10:30\n1993-05-01T10:30:00.5+02:00\n2000-02-29\n",
    fails: "bottled\n1900-02-29\n01.05.1993\n1993-05-01T24:00\n",
    why: 'bottled: type datetime fails in 3 rows (line 2: "1900-02-29", line 3: "01.05.1993", line 4: "1993-05-01T24:00")',
  },
  {
    check: "nullability",
    schema: "missing: ['', NA]\ncolumns: { alcohol: { type: number, nullable: true }, cultivar: { type: text } }",
    passes: "alcohol,cultivar\nNA,barolo\n,barbera\n",
    fails: "alcohol,cultivar\nNA,NA\n12, \n",
    why: 'cultivar: not nullable fails in 2 rows (line 2: "NA", line 3: " ")',
  },
  {
    check: "minimum and maximum of numbers, both inclusive",
    schema: "columns: { alcohol: { type: number, minimum: 8, maximum: 20 } }",
    passes: "alcohol\n8\n20\n",
    fails: "alcohol\n7.99\n20.01\n",
    why: 'alcohol: minimum 8 fails in 1 row (line 2: "7.99")\nalcohol: maximum 20 fails in 1 row (line 3: "20.01")',
  },
  {
    check: "minimum and maximum of dates, as instants",
    schema: "columns: { bottled: { type: datetime, minimum: 1993-05-01T00:00Z, maximum: 1993-12-31 } }",
    passes: "bottled\n1993-05-01T02:00+02:00\n1993-12-31\n",
    fails: "bottled\n1993-05-01T01:59+02:00\n1993-12-31T00:01\n",
    why: [
      'bottled: minimum 1993-05-01T00:00Z fails in 1 row (line 2: "1993-05-01T01:59+02:00")',
      'bottled: maximum 1993-12-31 fails in 1 row (line 3: "1993-12-31T00:01")',
    ].join("\n"),
  },
  {
    check: "a set of texts",
    schema: "columns: { cultivar: { type: category, values: [barolo, barbera] } }",
    passes: "cultivar\nbarolo\nbarbera\n",
    fails: "cultivar\nbarolo\nBarbera\nbarbera \n",
    why: 'cultivar: values barolo, barbera fails in 2 rows (line 3: "Barbera", line 4: "barbera ")',
  },
  {
    check: "a set of numbers",
    schema: "columns: { bottles: { type: integer, values: [6, 12] } }",
    passes: "bottles\n6\n12.0\n",
    fails: "bottles\n6\n7\n",
    why: 'bottles: values 6, 12 fails in 1 row (line 3: "7")',
  },
  {
    check: "a pattern",
    schema: "columns: { lot: { type: text, pattern: '^L\\d+$' } }",
    passes: "lot\nL1\nL22\n",
    fails: "lot\nL1\nl2\nL3x\n",
    why: 'lot: pattern ^L\\d+$ fails in 2 rows (line 3: "l2", line 4: "L3x")',
  },
  {
    check: "a unique column",
    schema: "columns: { lot: { type: text, unique: true, nullable: true } }",
    passes: 'lot\nL1\nL2\n""\n""\n',
    fails: "lot\nL1\nL2\nL1\nL1\n",
    why: 'lot: unique fails in 2 rows (line 4: "L1", line 5: "L1")',
  },
  {
    check: "a unique key of two columns",
    schema: "unique: [[lot, year]]\ncolumns: { lot: { type: text }, year: { type: integer, nullable: true } }",
    passes: "lot,year\nL1,1990\nL1,1991\nL2,1990\nL3,\nL3,\n",
    fails: "lot,year\nL1,1990\nL1,1990\n",
    why: 'lot + year: unique fails in 1 row (line 3: "L1" + 1990)',
  },
  {
    check: "the least number of rows",
    schema: "rows: { minimum: 2 }\ncolumns: { lot: { type: text } }",
    passes: "lot\nL1\nL2\n",
    fails: "lot\nL1\n",
    why: "the table has 1 row, fewer than the minimum 2",
  },
  {
    check: "the greatest number of rows",
    schema: "rows: { maximum: 0 }\ncolumns: { lot: { type: text } }",
    passes: "lot\n",
    fails: "lot\nL1\n",
    why: "the table has 1 row, more than the maximum 0",
  },
  {
    check: "missing columns",
    schema: "columns: { lot: { type: text } , year: { type: integer } }",
    passes: "year,lot\n1990,L1\n",
    fails: "lot\nL1\n",
    why: "year: the column is missing from the file",
  },
  {
    check: "extra columns",
    schema: "columns: { lot: { type: text } }",
    passes: "lot\nL1\n",
    fails: "lot,year\nL1,1990\n",
    why: "year: the column is not in the schema (extraColumns: keep admits it)",
  },
];

test.each(checks)("$check: a table that passes", async ({ schema, passes }) => {
  const bench = await benchFor({ table: passes, schema });
  await runStage(validate, bench);
  expect((await readTable(bench.out.table)).rows).toBe(passes.trimEnd().split("\n").length - 1);
});

test.each(checks)("$check: a table that fails", async ({ schema, fails, why }) => {
  const bench = await benchFor({ table: fails, schema });
  const failure = await failureOf(() => runStage(validate, bench));
  expect({ code: failure.code, why: failure.why }).toEqual({ code: "data-invalid", why });
  await expect(readFile(bench.out.table)).rejects.toThrow("ENOENT");
});

test("extraColumns: keep passes other columns on, typed by their values, after those of the schema", async () => {
  const table = "year,lot,note\n1990,L1,dry\n1991,L2,\n";
  const bench = await benchFor({ table, schema: "extraColumns: keep\ncolumns: { lot: { type: text } }" });
  await runStage(validate, bench);
  expect((await readTable(bench.out.table)).columns).toEqual([
    { name: "lot", type: "text", values: ["L1", "L2"] },
    { name: "year", type: "integer", values: Float64Array.of(1990, 1991) },
    { name: "note", type: "text", values: ["dry", null] },
  ]);
});

test("rows of a file without lines are counted", async () => {
  const bench = await benchFor({
    table: '[{"year":1990},{"year":"old"}]',
    name: "cellar.json",
    schema: "columns: { year: { type: integer } }",
  });
  expect((await failureOf(() => runStage(validate, bench))).why).toBe('year: type integer fails in 1 row (row 2: "old")');
});

test("names of files and folders leave no trace in the outputs", async () => {
  const first = await benchFor({ table: cellarTable, schema: cellarSchema });
  const second = await benchFor({ table: cellarTable, name: "renamed.csv", schema: cellarSchema });
  await runStage(validate, first);
  await runStage(validate, second);
  expect(digestOf(second.out.table)).toBe(digestOf(first.out.table));
  expect(digestOf(second.out.report)).toBe(digestOf(first.out.report));
});

test("golden digests: other bytes need another version of the kind", async () => {
  const bench = await benchFor({ table: cellarTable, schema: cellarSchema });
  await runStage(validate, bench);
  expect({ version: validate.version, table: digestOf(bench.out.table), report: digestOf(bench.out.report) }).toEqual({
    version: 1,
    table: "8d1d5378895577e750cf9c26c52feb1ad4e50a0259abb6cbdcdc346e212bbb20",
    report: "d05bb60fdda683faa89749a0416291225bca8a3641422d448931942e5d4b211d",
  });
});

test("the wine data satisfy their schema", async () => {
  const bench = stageContext({
    kind: validate,
    in: { table: "pipelines/wine/data/wine.csv", schema: "pipelines/wine/wine.table.yaml" },
    with: {},
  });
  await runStage(validate, bench);
  const { rows, columns } = await readTable(bench.out.table);
  expect({ rows, columns: columns.length, cultivar: columns.at(-1) }).toMatchObject({
    rows: 178,
    columns: 14,
    cultivar: { name: "cultivar", type: "category", categories: ["barolo", "grignolino", "barbera"] },
  });
});
