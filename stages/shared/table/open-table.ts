import { columnFromValues } from "./column-from-values.ts";
import { type ColumnFormat, inferColumn } from "./infer-column.ts";
import { parseCell, presentCell } from "./parse-cell.ts";
import type { Cell, SourceColumn } from "./source-table.ts";
import type { Column, Table } from "./table.ts";
import { tableFormat } from "./table-format.ts";

/**
 * The table in a file of any format. An Arrow file has its types; in every other the values suggest them, and the empty text is
 * a missing value. Throws StageFailure `table-read`.
 */
export async function openTable(path: string): Promise<Table> {
  if ((await tableFormat(path)) === "arrow") return (await import("./arrow-file.ts")).readTable(path);
  const source = await (await import("./read-source.ts")).readSource(path);
  return {
    rows: source.rows,
    columns: source.columns.map((column) => suggestedColumn(column, { typed: source.typed, missing: new Set([""]) })),
  };
}

/** A column with the type that its values suggest; `missing` are the texts that stand for a missing value. */
export function suggestedColumn(source: SourceColumn, format: ColumnFormat): Column {
  const cells = source.cells.map((cell) => presentCell(cell, format.missing));
  if (format.typed && holdOddNumbers(cells)) return columnFromValues({ name: source.name, type: "number", values: cells });
  const { name, type, values: categories } = inferColumn(source, format);
  const values = cells.map((cell) => (cell === null ? null : (parseCell(cell, type) ?? null)));
  return columnFromValues({ name, type, values, categories });
}

/** Numbers with NaN or infinity among them are no text: who needs finite ones refuses them, as those of an Arrow file. */
function holdOddNumbers(cells: readonly Cell[]): boolean {
  const present = cells.filter((cell) => cell !== null);
  return present.every((cell) => typeof cell === "number") && !present.every(Number.isFinite);
}
