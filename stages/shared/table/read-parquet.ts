import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { checkColumnNames } from "./column-names.ts";
import { readFailure } from "./read-failure.ts";
import type { Cell, SourceTable } from "./source-table.ts";

/** Reads a flat Parquet file, whatever its compression. Dates become ISO 8601 text. Throws StageFailure `table-read`. */
export async function readParquet(path: string, file: string): Promise<SourceTable> {
  const { names, rows } = await load(path, file);
  checkColumnNames(names, file);
  const placeOf = (row: number) => `row ${row + 1}`;
  const columns = names.map((name) => ({
    name,
    cells: rows.map((row, index) => cellOf({ value: row[name], column: name, place: placeOf(index), file })),
  }));
  return { file, rows: rows.length, typed: true, columns, placeOf };
}

async function load(path: string, file: string) {
  try {
    const buffer = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(buffer);
    const names = parquetSchema(metadata).children.map((child) => child.element.name);
    return { names, rows: await parquetReadObjects({ file: buffer, metadata, compressors }) };
  } catch (error) {
    throw readFailure({
      message: `${file} is not a Parquet file that can be read`,
      why: error instanceof Error ? error.message : String(error),
    });
  }
}

function cellOf({ value, column, place, file }: { value: unknown; column: string; place: string; file: string }): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "bigint") {
    if (Number.isSafeInteger(Number(value))) return Number(value);
    throw readFailure({
      message: `${place} of ${file} has the integer ${value} in column ${column}, which is over 2^53`,
      hint: "write the column as strings",
    });
  }
  throw readFailure({
    message: `${place} of ${file} has a nested value in column ${column}`,
    hint: "a table holds texts, numbers, booleans, dates and null; write one column for each nested value",
  });
}
