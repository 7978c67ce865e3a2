import { StageFailure } from "../../engine/kind/stage-context.ts";
import { sortedByCodePoint } from "../shared/table/category.ts";
import { cellAt, column } from "../shared/table/column.ts";
import type { Table } from "../shared/table/table.ts";

export interface RowClass {
  readonly name: string;
  /** Row numbers, ascending. */
  readonly rows: Int32Array;
}

/**
 * The classes of a column that have rows: a category's in its own order, others sorted by code point. Throws StageFailure
 * `column-unknown`, `column-type` for numbers, and `split-impossible` where values are missing.
 */
export function classesOf(table: Table, name: string): readonly RowClass[] {
  const by = column(table, name);
  if (by.type === "number" || by.type === "integer") {
    throw new StageFailure({
      code: "column-type",
      message: `the column ${name} holds numbers, and a stratified split needs classes`,
      hint: `declare it in the table schema as ${name}: { type: category }, or split with strategy: random`,
    });
  }
  const rowsOf = new Map<string, number[]>();
  let missing = 0;
  for (let row = 0; row < table.rows; row++) {
    const cell = cellAt(by, row);
    if (cell === null) {
      missing += 1;
      continue;
    }
    const rows = rowsOf.get(String(cell));
    if (rows === undefined) rowsOf.set(String(cell), [row]);
    else rows.push(row);
  }
  if (missing > 0) {
    throw new StageFailure({
      code: "split-impossible",
      message: `${missing} of ${table.rows} rows have no ${name}, so they belong to no class`,
      hint: `leave out nullable: true for ${name} in the table schema, and the rows will be named`,
    });
  }
  const order = by.type === "category" ? by.categories : sortedByCodePoint(rowsOf.keys());
  return order.flatMap((value) => {
    const rows = rowsOf.get(value);
    return rows === undefined ? [] : [{ name: value, rows: Int32Array.from(rows) }];
  });
}
