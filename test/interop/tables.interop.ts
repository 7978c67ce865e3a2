import { join } from "node:path";
import fastCheck from "fast-check";
import { expect, test } from "vitest";
import { readTable, writeTable } from "../../stages/shared/table/arrow-file.ts";
import { cellAt } from "../../stages/shared/table/column.ts";
import { openTable } from "../../stages/shared/table/open-table.ts";
import type { Column, Table } from "../../stages/shared/table/table.ts";
import { arbitraryTable } from "../stages/shared/table/arbitrary-table.ts";
import { failureOf } from "../stages/stage-context.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { askPython, peer } from "./peer.ts";

interface Found {
  readonly rows: number;
  readonly columns: readonly unknown[];
}

/** Names of files, of what write_tables.py made. */
interface Written {
  readonly readable: readonly string[];
  readonly refused: readonly string[];
}

test("pyarrow reads from our files what we wrote: types, nulls, categories and every bit of a number", async ({ skip }) => {
  const python = peer("python", skip);
  const folder = temporaryFolder();
  const tables = [...fastCheck.sample(arbitraryTable, { numRuns: 200, seed: 7 }), manyRows()];
  const paths = tables.map((_, index) => join(folder, `${index}.arrow`));
  for (const [index, table] of tables.entries()) await writeTable(paths[index] ?? "", table);
  const found = await askPython<Found[]>(python, { script: "read_arrow.py", input: paths });
  expect(found).toEqual(tables.map(asFound));
  console.log(`${tables.length} tables, ${tables.reduce((sum, { rows, columns }) => sum + rows * columns.length, 0)} values`);
  for (const [index, table] of tables.entries()) expect(await readTable(paths[index] ?? "")).toEqual(table);
});

test("we read pyarrow's table from the forms in which it writes it, and refuse others in words", async ({ skip }) => {
  const python = peer("python", skip);
  const folder = temporaryFolder();
  const { readable, refused } = await askPython<Written>(python, { script: "write_tables.py", input: folder });
  const expected = expectedColumns();
  for (const file of readable) {
    const table = await openTable(join(folder, file));
    const read = Object.fromEntries(table.columns.map((column) => [column.name, asRead(column, table.rows)]));
    expect(read, file).toEqual(expected);
  }
  console.log(`${readable.length} files: ${readable.join(" ")}`);
  const reasons = refused.map((file) => failureOf(() => openTable(join(folder, file))));
  expect((await Promise.all(reasons)).map(({ code, message, hint }) => ({ code, message, hint }))).toEqual([
    {
      code: "table-read",
      message: "feather.arrow is not an Arrow IPC file that can be read",
      hint: "write it uncompressed, as an Arrow IPC file (Feather version 2)",
    },
    {
      code: "table-read",
      message: "row 1 of nested.parquet has a nested value in column vintages",
      hint: "a table holds texts, numbers, booleans, dates and null; write one column for each nested value",
    },
    {
      code: "table-read",
      message: "row 1 of large.parquet has the integer 9007199254740994 in column bottles, which is over 2^53",
      hint: "write the column as strings",
    },
  ]);
});

const typeNames = {
  number: "double",
  integer: "int64",
  boolean: "bool",
  text: "string",
  category: "dictionary<values=string, indices=int32, ordered=0>",
} as const;

function asFound({ rows, columns }: Table): Found {
  return {
    rows,
    columns: columns.map((column) => {
      const values = Array.from({ length: rows }, (_, row) => cellAt(column, row));
      return {
        name: column.name,
        type: typeNames[column.type],
        nullable: true,
        nulls: values.filter((value) => value === null).length,
        values: column.type === "number" ? values.map((value) => (typeof value === "number" ? hexadecimal(value) : null)) : values,
        categories: column.type === "category" ? column.categories : null,
      };
    }),
  };
}

/** As Python's `float.hex`. */
function hexadecimal(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const whole = bits.getBigUint64(0);
  const sign = whole >> 63n ? "-" : "";
  const exponent = Number((whole >> 52n) & 0x7ffn);
  const fraction = (whole & 0xf_ffff_ffff_ffffn).toString(16).padStart(13, "0");
  if (exponent === 0 && /^0+$/.test(fraction)) return `${sign}0x0.0p+0`;
  const power = Math.max(exponent, 1) - 1023;
  return `${sign}0x${exponent === 0 ? 0 : 1}.${fraction}p${power < 0 ? "" : "+"}${power}`;
}

/** More than one record batch. */
function manyRows(): Table {
  const rows = 70_000;
  const categories = ["barbera", "barolo", "grignolino"];
  return {
    rows,
    columns: [
      { name: "alcohol", type: "number", values: Float64Array.from({ length: rows }, (_, row) => row / 3) },
      { name: "cultivar", type: "category", categories, codes: Int32Array.from({ length: rows }, (_, row) => (row % 4) - 1) },
    ],
  };
}

interface Read {
  readonly type: Column["type"];
  readonly values: readonly unknown[];
}

const asRead = (column: Column, rows: number): Read => ({
  type: column.type,
  values: Array.from({ length: rows }, (_, row) => cellAt(column, row)),
});

/** The table of write_tables.py. */
function expectedColumns(): Readonly<Record<string, Read>> {
  const column = (type: Column["type"], at: (row: number) => unknown): Read => ({
    type,
    values: Array.from({ length: 1000 }, (_, row) => at(row)),
  });
  const gaps = (at: (row: number) => unknown) => (row: number) => (row % 7 === 3 ? null : at(row));
  const after = (start: string, milliseconds: number) => (row: number) => new Date(Date.parse(start) + row * milliseconds).toISOString();
  return {
    alcohol: column(
      "number",
      gaps((row) => 11 + row / 8),
    ),
    ash: column("number", (row) => row / 4),
    bottles: column(
      "integer",
      gaps((row) => row * 1_000_003),
    ),
    acid: column("number", (row) => [Number.NaN, Number.NEGATIVE_INFINITY][row % 5] ?? row),
    rank: column("integer", (row) => (row % 100) - 50),
    vat: column("integer", (row) => row % 60_000),
    organic: column(
      "boolean",
      gaps((row) => row % 3 === 0),
    ),
    note: column(
      "text",
      gaps((row) => `Weißwein № ${row} 🍷`),
    ),
    label: column("text", (row) => `label ${row}`),
    cultivar: column(
      "category",
      gaps((row) => ["barolo", "grignolino", "barbera"][row % 3]),
    ),
    picked: column("text", after("2024-02-28T00:00:00Z", 86_400_000)),
    bottled: column("text", gaps(after("2024-02-28T23:59:58.123Z", 3_600_000))),
    tasted: column("text", after("2024-05-01T08:30:00Z", 60_000)),
  };
}
