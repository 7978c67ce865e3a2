import { sortedByCodePoint } from "./category.ts";
import { instantOf } from "./instant.ts";
import { parseCell, presentCell } from "./parse-cell.ts";
import type { SourceColumn } from "./source-table.ts";
import type { ColumnType } from "./table-schema.ts";

/** What the values of a column suggest. */
export interface InferredColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly minimum?: number | string;
  readonly maximum?: number | string;
  /** Of a category. */
  readonly values?: readonly string[];
}

/** A text column with at most this many distinct values, each twice or more on average, is taken for a category. */
const mostCategories = 20;

export function inferColumn(column: SourceColumn, markers: ReadonlySet<string>): InferredColumn {
  const cells = column.cells.map((cell) => presentCell(cell, markers));
  const present = cells.filter((cell) => cell !== null);
  const shared = { name: column.name, nullable: present.length < cells.length };
  const type = typeOf(present);
  if (type === "text" || type === "category") {
    const values = column.categories ?? sortedByCodePoint(new Set(present.map(String)));
    const few = values.length > 0 && values.length <= mostCategories && 2 * values.length <= present.length;
    return column.categories !== undefined || few ? { ...shared, type: "category", values } : { ...shared, type: "text" };
  }
  if (type === "boolean") return { ...shared, type };
  return { ...shared, type, ...rangeOf(present, type) };
}

function typeOf(present: readonly (string | number | boolean)[]): ColumnType {
  if (present.length === 0) return "text";
  const all = (fits: (cell: string | number | boolean) => boolean) => present.every(fits);
  if (all((cell) => /^(?:true|false)$/iu.test(String(cell).trim()))) return "boolean";
  if (
    all(
      (cell) => typeof cell !== "boolean" && /^[+-]?(?:0|[1-9]\d*)$/u.test(String(cell).trim()) && parseCell(cell, "integer") !== undefined,
    )
  )
    return "integer";
  if (all((cell) => parseCell(cell, "number") !== undefined && !hasLeadingZero(cell))) return "number";
  if (all((cell) => parseCell(cell, "datetime") !== undefined)) return "datetime";
  return "text";
}

/** `01234` is a postal code or an article number, and would lose its zero. */
function hasLeadingZero(cell: string | number | boolean): boolean {
  return /^[+-]?0\d/u.test(String(cell).trim());
}

function rangeOf(present: readonly (string | number | boolean)[], type: "number" | "integer" | "datetime") {
  const sizes = present.map((cell) => (type === "datetime" ? (instantOf(String(cell).trim()) ?? 0) : Number(cell)));
  const least = sizes.reduce((best, size, index) => (size < (sizes[best] ?? 0) ? index : best), 0);
  const greatest = sizes.reduce((best, size, index) => (size > (sizes[best] ?? 0) ? index : best), 0);
  const boundAt = (index: number) => (type === "datetime" ? String(present[index]).trim() : (sizes[index] ?? 0));
  return { minimum: boundAt(least), maximum: boundAt(greatest) };
}
