import { StageFailure } from "../../../engine/kind/stage-context.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { Cell } from "./source-table.ts";
import type { Column, Table } from "./table.ts";

/** Throws StageFailure `column-unknown`, which names the columns that are there. */
export function column(table: Table, name: string): Column {
  const found = table.columns.find((candidate) => candidate.name === name);
  if (found !== undefined) return found;
  const names = table.columns.map((candidate) => candidate.name);
  const near = didYouMean(name, names);
  throw new StageFailure({
    code: "column-unknown",
    message: `the table has no column ${name}`,
    why: `its columns are ${names.join(", ")}`,
    ...(near === undefined ? {} : { hint: `write ${near}` }),
  });
}

/** One value; `null` where it is missing, or where there is no such row. */
export function cellAt(column: Column, row: number): Cell {
  switch (column.type) {
    case "text":
      return column.values[row] ?? null;
    case "category":
      return column.categories[column.codes[row] ?? -1] ?? null;
    case "boolean":
      return column.valid?.[row] === 0 ? null : column.values[row] === 1;
    default:
      return column.valid?.[row] === 0 ? null : (column.values[row] ?? null);
  }
}
