import type { FeatureDescription, ModelDescription } from "../shared/network/model.ts";
import { cellAt, column } from "../shared/table/column.ts";
import type { Table } from "../shared/table/table.ts";

/** The raw features of the first row that misses none, else of the first row. */
export function exampleRow(table: Table, features: readonly FeatureDescription[]): ModelDescription["example"] {
  const columns = features.map(({ name }) => column(table, name));
  const isWhole = (row: number) => columns.every((one) => cellAt(one, row) !== null);
  let row = 0;
  while (row < table.rows && !isWhole(row)) row += 1;
  const chosen = row < table.rows ? row : 0;
  return Object.fromEntries(columns.map((one) => [one.name, cellAt(one, chosen)]));
}
