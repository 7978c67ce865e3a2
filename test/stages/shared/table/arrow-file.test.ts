import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Table as ArrowTable, Dictionary, Int32, tableToIPC, Utf8, vectorFromArray } from "apache-arrow";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTable, writeTable } from "../../../../stages/shared/table/arrow-file.ts";
import type { Table } from "../../../../stages/shared/table/table.ts";
import { arbitraryTable } from "./arbitrary-table.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-arrow-"));
});
afterAll(() => rm(folder, { recursive: true }));

const cellar: Table = {
  rows: 3,
  columns: [
    { name: "alcohol", type: "number", values: Float64Array.of(14.23, 0, -0), valid: Uint8Array.of(1, 0, 1) },
    { name: "proline", type: "integer", values: Float64Array.of(1065, 2 ** 53 - 1, -3) },
    { name: "tasted", type: "boolean", values: Uint8Array.of(1, 0, 0), valid: Uint8Array.of(1, 1, 0) },
    { name: "note", type: "text", values: ["crème brûlée 🍮", null, ""] },
    { name: "cultivar", type: "category", categories: ["barolo", "barbera", "never seen"], codes: Int32Array.of(1, -1, 0) },
  ],
};

test("what is read back is what was written", async () => {
  const path = join(folder, "cellar.arrow");
  await writeTable(path, cellar);
  expect(await readTable(path)).toEqual(cellar);
});

test("any table comes back as it was, and is written to the same bytes twice", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryTable, async (table) => {
      const first = join(folder, "first.arrow");
      const second = join(folder, "second.arrow");
      await writeTable(first, table);
      await writeTable(second, table);
      expect(await readTable(first)).toEqual(table);
      expect((await readFile(first)).equals(await readFile(second))).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test("what lies under a missing value leaves no trace", async () => {
  const write = async (name: string, under: number, code: number) => {
    const path = join(folder, name);
    const columns: Table["columns"] = [
      { name: "alcohol", type: "number", values: Float64Array.of(under, 12), valid: Uint8Array.of(0, 1) },
      { name: "proline", type: "integer", values: Float64Array.of(under, 12), valid: Uint8Array.of(0, 1) },
      { name: "tasted", type: "boolean", values: Uint8Array.of(under === 0 ? 0 : 1, 1), valid: Uint8Array.of(0, 1) },
      { name: "cultivar", type: "category", categories: ["barolo"], codes: Int32Array.of(code, 0) },
    ];
    await writeTable(path, { rows: 2, columns });
    return readFile(path);
  };
  expect((await write("zero.arrow", 0, -1)).equals(await write("other.arrow", 99.5, -2))).toBe(true);
});

test("there is one NaN", async () => {
  const other = new Float64Array(BigUint64Array.of(0xfff8000000000123n).buffer);
  const write = async (name: string, values: Float64Array) => {
    const path = join(folder, name);
    await writeTable(path, { rows: 1, columns: [{ name: "alcohol", type: "number", values }] });
    return readFile(path);
  };
  expect((await write("other.arrow", other)).equals(await write("one.arrow", Float64Array.of(Number.NaN)))).toBe(true);
});

test("tables of more than one batch keep their rows in order", async () => {
  const rows = 140_000;
  const path = join(folder, "long.arrow");
  const table: Table = {
    rows,
    columns: [
      { name: "row", type: "integer", values: Float64Array.from({ length: rows }, (_, row) => row) },
      { name: "parity", type: "category", categories: ["even", "odd"], codes: Int32Array.from({ length: rows }, (_, row) => row % 2) },
      { name: "label", type: "text", values: Array.from({ length: rows }, (_, row) => (row % 3 === 0 ? null : `row ${row}`)) },
    ],
  };
  await writeTable(path, table);
  expect(await readTable(path)).toEqual(table);
});

test("another process writes the same bytes, whatever it wrote before", async () => {
  const path = join(folder, "here.arrow");
  const elsewhere = join(folder, "elsewhere.arrow");
  await writeTable(path, cellar);
  const script = join(folder, "rewrite.mjs");
  const built = join(folder, "arrow-file.mjs");
  const { build } = await import("esbuild");
  await build({
    entryPoints: ["stages/shared/table/arrow-file.ts"],
    outfile: built,
    bundle: true,
    format: "esm",
    platform: "node",
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  await writeFile(
    script,
    `import { readTable, writeTable } from ${JSON.stringify(built)};
     const table = await readTable(process.argv[2]);
     for (let time = 0; time < 3; time++) await writeTable(process.argv[3], table);`,
  );
  await promisify(execFile)(process.execPath, [script, path, elsewhere]);
  expect((await readFile(elsewhere)).equals(await readFile(path))).toBe(true);
});

test("the bytes of a table are pinned", async () => {
  const path = join(folder, "pinned.arrow");
  await writeTable(path, cellar);
  expect(
    createHash("sha256")
      .update(await readFile(path))
      .digest("hex"),
  ).toBe("c759b8fd37dcc4cc420e00b038d61d911fc0e5c9a639e116cd64442f71d95922");
});

test("files that others wrote are read: streams, narrow integers, dates, dictionaries that were replaced", async () => {
  const path = join(folder, "foreign.arrow");
  const table = new ArrowTable({
    vintage: vectorFromArray([1990, null, 1997], new Int32()),
    bottled: vectorFromArray([new Date(Date.UTC(1993, 4, 1)), null, new Date(0)]),
    cultivar: vectorFromArray(["barbera", "barolo", "barbera"], new Dictionary(new Utf8(), new Int32())),
  });
  await writeFile(path, tableToIPC(table, "stream"));
  expect(await readTable(path)).toEqual({
    rows: 3,
    columns: [
      { name: "vintage", type: "integer", values: Float64Array.of(1990, 0, 1997), valid: Uint8Array.of(1, 0, 1) },
      { name: "bottled", type: "text", values: ["1993-05-01T00:00:00.000Z", null, "1970-01-01T00:00:00.000Z"] },
      { name: "cultivar", type: "category", categories: ["barbera", "barolo"], codes: Int32Array.of(0, 1, 0) },
    ],
  });
});

test.each([
  ["text", "alcohol,proline\n14.23,1065\n"],
  ["nothing", ""],
  ["half a file", "ARROW1\0\0"],
])("%s is no table, and the message names no folder", async (_, content) => {
  const path = join(folder, "broken.arrow");
  await writeFile(path, content);
  const failure = await readTable(path).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    name: "StageFailure",
    description: { code: "table-read", message: "broken.arrow is not an Arrow IPC file that can be read" },
  });
  expect(JSON.stringify(failure)).not.toContain(folder);
});
