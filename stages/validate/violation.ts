import type { Cell } from "../shared/table/source-table.ts";

/** A check that does not hold, over all rows where it does not. */
export interface Violation {
  /** Absent of what concerns the whole table. */
  readonly column?: string;
  /** The check, as its schema states it: `minimum 11`. */
  readonly check: string;
  readonly count: number;
  /** The first few, each with its place in the source file. */
  readonly examples: readonly { readonly place: string; readonly value: string }[];
}

const mostExamples = 3;

/** The violation of a check in those rows; none where there are no rows. */
export function violationIn({
  column,
  check,
  rows,
  placeOf,
  shownAt,
}: {
  column: string;
  check: string;
  rows: readonly number[];
  placeOf: (row: number) => string;
  shownAt: (row: number) => string;
}): readonly Violation[] {
  if (rows.length === 0) return [];
  const examples = rows.slice(0, mostExamples).map((row) => ({ place: placeOf(row), value: shownAt(row) }));
  return [{ column, check, count: rows.length, examples }];
}

/** A line a violation: `alcohol: minimum 11 fails in 2 rows (line 4: 1.3, line 9: 0)`. */
export function violationLine({ column, check, count, examples }: Violation): string {
  const subject = column === undefined ? "" : `${column}: `;
  if (count === 0) return `${subject}${check}`;
  const shown = examples.map(({ place, value }) => `${place}: ${value}`).join(", ");
  const more = count > examples.length ? ", …" : "";
  return `${subject}${check} fails in ${count} row${count === 1 ? "" : "s"} (${shown}${more})`;
}

export function shownCell(cell: Cell): string {
  if (cell === null) return "missing";
  return typeof cell === "string" ? JSON.stringify(cell.length > 40 ? `${cell.slice(0, 40)}…` : cell) : String(cell);
}
