import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { writeTable } from "../../../../stages/shared/table/arrow-file.ts";
import { openTable } from "../../../../stages/shared/table/open-table.ts";
import { readSource } from "../../../../stages/shared/table/read-source.ts";
import { failureOf, temporaryFolder } from "../../stage-context.ts";

async function fileWith(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

/** What the source holds, with the place of each row. */
async function contentOf(path: string) {
  const { file, rows, typed, columns, placeOf } = await readSource(path);
  return { file, rows, typed, columns, places: Array.from({ length: rows }, (_, row) => placeOf(row)) };
}

test("CSV: quotes, commas and line breaks inside them, CRLF, a byte order mark, empty lines", async () => {
  const path = await fileWith("cellar.csv", '\uFEFFname,year\r\n"Barolo ""Cannubi""",1990\r\n\r\n"two\nlines",\r\n"a, b",2001');
  expect(await contentOf(path)).toEqual({
    file: "cellar.csv",
    rows: 3,
    typed: false,
    columns: [
      { name: "name", cells: ['Barolo "Cannubi"', "two\nlines", "a, b"] },
      { name: "year", cells: ["1990", "", "2001"] },
    ],
    places: ["line 2", "line 4", "line 6"],
  });
});

test("CSV: a header alone is a table without rows", async () => {
  expect(await contentOf(await fileWith("cellar.csv", "name,year\n"))).toEqual({
    file: "cellar.csv",
    rows: 0,
    typed: false,
    columns: [
      { name: "name", cells: [] },
      { name: "year", cells: [] },
    ],
    places: [],
  });
});

test("TSV: tabs divide, commas do not", async () => {
  expect((await contentOf(await fileWith("cellar.tsv", "name\tprice\nBarolo\t12,5\n"))).columns).toEqual([
    { name: "name", cells: ["Barolo"] },
    { name: "price", cells: ["12,5"] },
  ]);
});

test("JSON: columns are the keys of all rows, and a key that is absent is missing", async () => {
  expect(await contentOf(await fileWith("cellar.json", '[{"name":"Barolo"},{"year":1990,"name":null,"sold":true}]'))).toEqual({
    file: "cellar.json",
    rows: 2,
    typed: true,
    columns: [
      { name: "name", cells: ["Barolo", null] },
      { name: "year", cells: [null, 1990] },
      { name: "sold", cells: [null, true] },
    ],
    places: ["row 1", "row 2"],
  });
});

test("JSON lines: rows are named by their lines", async () => {
  expect(await contentOf(await fileWith("cellar.jsonl", '{"year":1990}\n\n{"year":1.5e3}\n'))).toEqual({
    file: "cellar.jsonl",
    rows: 2,
    typed: true,
    columns: [{ name: "year", cells: [1990, 1500] }],
    places: ["line 1", "line 3"],
  });
});

test("Parquet: strings, integers of 64 bits, floats, booleans, timestamps and nulls", async () => {
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: "name", data: ["Barolo", null], type: "STRING", nullable: true },
      { name: "bottles", data: [12n, 9007199254740991n], type: "INT64" },
      { name: "alcohol", data: [14.23, 13.2], type: "DOUBLE" },
      { name: "sold", data: [true, false], type: "BOOLEAN" },
      { name: "bottled", data: [new Date(0), new Date(Date.UTC(1993, 4, 1))], type: "TIMESTAMP" },
    ],
  });
  expect(await contentOf(await fileWith("cellar.parquet", new Uint8Array(buffer)))).toEqual({
    file: "cellar.parquet",
    rows: 2,
    typed: true,
    columns: [
      { name: "name", cells: ["Barolo", null] },
      { name: "bottles", cells: [12, 9007199254740991] },
      { name: "alcohol", cells: [14.23, 13.2] },
      { name: "sold", cells: [true, false] },
      { name: "bottled", cells: ["1970-01-01T00:00:00.000Z", "1993-05-01T00:00:00.000Z"] },
    ],
    places: ["row 1", "row 2"],
  });
});

test("Parquet: NaN and infinity leave a column of numbers what it is", async () => {
  const data = [14.23, Number.NaN, null, Number.POSITIVE_INFINITY];
  const buffer = parquetWriteBuffer({ columnData: [{ name: "alcohol", data, type: "DOUBLE", nullable: true }] });
  expect(await openTable(await fileWith("cellar.parquet", new Uint8Array(buffer)))).toEqual({
    rows: 4,
    columns: [
      {
        name: "alcohol",
        type: "number",
        values: Float64Array.of(14.23, Number.NaN, 0, Number.POSITIVE_INFINITY),
        valid: Uint8Array.of(1, 1, 0, 1),
      },
    ],
  });
});

test.each(["cellar.arrow", "cellar", "cellar.csv"])("Arrow in %s: values, and the order of categories", async (file) => {
  const path = join(temporaryFolder(), file);
  await writeTable(path, {
    rows: 2,
    columns: [{ name: "cultivar", type: "category", categories: ["grignolino", "barolo"], codes: Int32Array.of(-1, 0) }],
  });
  expect(await contentOf(path)).toEqual({
    file,
    rows: 2,
    typed: true,
    columns: [{ name: "cultivar", cells: [null, "grignolino"], categories: ["grignolino", "barolo"] }],
    places: ["row 1", "row 2"],
  });
});

const latin1 = Buffer.from("name,year\nCrème,1990\n", "latin1");
const utf16 = Buffer.from("\uFEFFname,year\n", "utf16le");
const tooLong = parquetWriteBuffer({ columnData: [{ name: "bottles", data: [1n, 2n ** 60n], type: "INT64" }] });

const broken: readonly [name: string, content: string | Uint8Array, failure: object][] = [
  ["empty.csv", "", { message: "empty.csv is empty", hint: "a table needs at least a row with the names of its columns" }],
  [
    "twice.csv",
    "name,year,name\n",
    {
      message: "twice.csv has two columns named name",
      why: "columns 1 and 3 share it",
      hint: "rename one of them in the first row",
    },
  ],
  [
    "nameless.csv",
    "name,\nBarolo,3\n",
    { message: "column 2 of nameless.csv has no name", hint: "give each column a name in the first row" },
  ],
  [
    "short.csv",
    'name,year\n"two\nlines",1990\nBarolo\n',
    {
      message: "line 4 of short.csv has 1 field, the first row has 2",
      why: 'it reads "Barolo"',
      hint: "a field that holds a comma or a line break is written in double quotes",
    },
  ],
  [
    "long.csv",
    "name,year\nBarolo, Cannubi,1990\n",
    {
      message: "line 2 of long.csv has 3 fields, the first row has 2",
      why: 'it reads "Barolo, Cannubi,1990"',
      hint: "a field that holds a comma or a line break is written in double quotes",
    },
  ],
  [
    "decimal.csv",
    "alcohol;sugar;class\n14,1;2;barolo\n",
    {
      message: "line 2 of decimal.csv has 2 fields, the first row has 1",
      why: 'it reads "14,1;2;barolo"',
      hint: "the columns seem to be separated by semicolons: write it with commas or tabs, and numbers with points, as 1.5",
    },
  ],
  [
    "quote.csv",
    'name,year\nBarolo "Cannubi",1990\n',
    {
      message: "line 2 of quote.csv has a quote that does not fit",
      why: 'Invalid Opening Quote: a quote is found on field 0 at line 2, value is "Barolo "',
      hint: 'a quote inside a quoted field is written twice: "5"" pipe"',
    },
  ],
  [
    "latin.csv",
    latin1,
    {
      message: "latin.csv is not UTF-8",
      why: "line 2 holds bytes that no UTF-8 text has",
      hint: "iconv -f WINDOWS-1252 -t UTF-8 latin.csv converts what older programs write",
    },
  ],
  [
    "wide.csv",
    utf16,
    {
      message: "wide.csv is not UTF-8",
      why: "it starts with the mark of UTF-16",
      hint: "iconv -f UTF-16 -t UTF-8 wide.csv converts it",
    },
  ],
  [
    "object.json",
    "{}",
    { message: "object.json holds no list of rows", hint: 'write [{ "column": value, … }, …], or one object a line as .jsonl' },
  ],
  ["list.json", "[[1]]", { message: "row 1 of list.json is no object", hint: 'write a row as { "column": value, … }' }],
  [
    "nested.jsonl",
    '{"name":"Barolo"}\n{"name":["a"]}\n',
    {
      message: "line 2 of nested.jsonl has a list in column name",
      hint: "a table holds texts, numbers, booleans and null; write one column for each nested value",
    },
  ],
  [
    "broken.parquet",
    "no parquet at all",
    { message: "broken.parquet is not a Parquet file that can be read", why: "parquet file invalid (footer != PAR1)" },
  ],
  [
    "long.parquet",
    new Uint8Array(tooLong),
    {
      message: "row 2 of long.parquet has the integer 1152921504606846976 in column bottles, which is over 2^53",
      hint: "write the column as strings",
    },
  ],
  [
    "cellar.xlsx",
    "PK",
    {
      message: "cellar.xlsx has no format that a table can be read from",
      why: ".xlsx is not known",
      hint: "the formats are .csv .tsv .parquet .json .jsonl .arrow",
    },
  ],
];

test.each(broken)("%s is refused", async (name, content, failure) => {
  const path = await fileWith(name, content);
  expect(await failureOf(() => readSource(path))).toEqual({ code: "table-read", ...failure });
});

test("a file that is not there, and a folder, are refused", async () => {
  const folder = join(temporaryFolder(), "cellar.csv");
  expect(await failureOf(() => readSource(folder))).toEqual({ code: "table-read", message: "cellar.csv does not exist" });
  await mkdir(folder);
  expect(await failureOf(() => readSource(folder))).toEqual({ code: "table-read", message: "cellar.csv is a folder, not a table" });
});

test.each([
  ["broken.json", '[\n {"name": "Barolo" "year": 1990}]', "broken.json is not JSON", /JSON.*line 2 column 20\)/u],
  ["broken.jsonl", '{"name":"Barolo"}\n{"name"\n', "line 2 of broken.jsonl is not JSON", /JSON/u],
])("%s is refused, in the words of the JSON parser", async (name, content, message, why) => {
  const path = await fileWith(name, content);
  const failure = await failureOf(() => readSource(path));
  expect({ ...failure, why: "" }).toEqual({ code: "table-read", message, why: "" });
  expect(failure.why).toMatch(why);
});
