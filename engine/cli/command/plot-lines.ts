import type { OverlaySeries } from "../../../stages/shared/plot/overlay-chart.ts";
import { cellAt } from "../../../stages/shared/table/column.ts";
import type { Column, Table } from "../../../stages/shared/table/table.ts";

/** The lines of one measure, over one axis. */
export interface PlotLines {
  readonly axis: string;
  readonly series: readonly OverlaySeries[];
}

/**
 * The measures of a table of numbers, each with its lines: `loss` and `val_loss` are one measure on two sets of rows. The axis is the
 * column that counts (`epoch`, `step`), else the first of numbers, else the number of the row.
 */
export function measuresOf(table: Table): ReadonlyMap<string, PlotLines[]> {
  const numeric = table.columns.filter(({ type }) => type === "number" || type === "integer");
  const axis = numeric.find(({ name }) => counting.test(name)) ?? (numeric.length > 1 ? numeric[0] : undefined);
  const rows = Array.from({ length: table.rows }, (_, row) => row);
  const at = rows.map((row) => (axis === undefined ? row + 1 : numberAt(axis, row)));
  const placed = rows.filter((row) => at[row] !== null);
  const measures = new Map<string, PlotLines[]>();
  const names = new Set(numeric.map(({ name }) => name));
  for (const column of numeric) {
    if (column === axis) continue;
    const { measure, set } = partsOf(column.name, names);
    const series = {
      name: set,
      x: placed.map((row) => at[row] ?? 0),
      y: placed.map((row) => numberAt(column, row)),
    };
    const lines = measures.get(measure) ?? [];
    lines.push({ axis: axis?.name ?? "row", series: [series] });
    measures.set(measure, lines);
  }
  return measures;
}

const counting = /^(epoch|step|iteration|batch|round|index|time|date)s?$/i;

const sets: Readonly<Record<string, string>> = {
  val: "validation",
  valid: "validation",
  validation: "validation",
  test: "test",
  train: "train",
};

/** `val_loss` is the loss on validation rows; `loss` beside it that on train rows. */
function partsOf(name: string, names: ReadonlySet<string>): { readonly measure: string; readonly set: string } {
  const [, prefix = "", measure = ""] = /^([a-z]+)_(.+)$/i.exec(name) ?? [];
  const set = sets[prefix.toLowerCase()];
  if (set !== undefined) return { measure, set };
  const besides = Object.keys(sets).some((other) => names.has(`${other}_${name}`));
  return { measure: name, set: besides ? "train" : name };
}

function numberAt(column: Column, row: number): number | null {
  const cell = cellAt(column, row);
  return typeof cell === "number" && Number.isFinite(cell) ? cell : null;
}
