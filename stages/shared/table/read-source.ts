import { basename } from "node:path";
import { cellAt } from "./column.ts";
import type { SourceTable } from "./source-table.ts";
import { tableFormat } from "./table-format.ts";

/**
 * Reads a table in any format that Millrace takes in. Throws StageFailure `table-read`, which names file, line and column, and
 * never a folder.
 */
export async function readSource(path: string): Promise<SourceTable> {
  const file = basename(path);
  switch (await tableFormat(path)) {
    case "csv":
      return (await import("./read-delimited.ts")).readDelimited({ path, file, delimiter: "," });
    case "tsv":
      return (await import("./read-delimited.ts")).readDelimited({ path, file, delimiter: "\t" });
    case "json":
      return (await import("./read-json.ts")).readJson(path, file);
    case "jsonl":
      return (await import("./read-json.ts")).readJsonLines(path, file);
    case "parquet":
      return (await import("./read-parquet.ts")).readParquet(path, file);
    case "arrow":
      return readArrow(path, file);
  }
}

async function readArrow(path: string, file: string): Promise<SourceTable> {
  const { readTable } = await import("./arrow-file.ts");
  const table = await readTable(path);
  const columns = table.columns.map((column) => ({
    name: column.name,
    cells: Array.from({ length: table.rows }, (_, row) => cellAt(column, row)),
    ...(column.type === "category" ? { categories: column.categories } : {}),
  }));
  return { file, rows: table.rows, typed: true, columns, placeOf: (row) => `row ${row + 1}` };
}
