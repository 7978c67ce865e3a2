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

/** What the format of a file says of its cells. */
export interface ColumnFormat {
  readonly typed: boolean;
  /** Texts that stand for a missing value. */
  readonly missing: ReadonlySet<string>;
}

/** A text column with at most this many distinct values, each twice or more on average, is taken for a category. */
const mostCategories = 20;

export function inferColumn(column: SourceColumn, { typed, missing }: ColumnFormat): InferredColumn {
  const cells = column.cells.map((cell) => presentCell(cell, missing));
  const present = cells.filter((cell) => cell !== null);
  const shared = { name: column.name, nullable: present.length < cells.length };
  if (column.categories !== undefined)
    return { ...shared, type: "category", ...(column.categories.length > 0 && { values: column.categories }) };
  const type = typeOf(present, typed);
  if (type === "boolean") return { ...shared, type };
  if (type !== "text") return { ...shared, type, ...rangeOf(present, type) };
  const values = sortedByCodePoint(new Set(present.map(String)));
  const few = values.length > 0 && values.length <= mostCategories && 2 * values.length <= present.length;
  return few ? { ...shared, type: "category", values } : { ...shared, type };
}

type PresentCell = string | number | boolean;

/** A text that looks like a number is one only where the format has no numbers of its own. */
function typeOf(present: readonly PresentCell[], typed: boolean): "boolean" | "integer" | "number" | "datetime" | "text" {
  if (present.length === 0) return "text";
  const all = (fits: (cell: PresentCell) => boolean) => present.every(fits);
  const textual = (cell: PresentCell) => typed && typeof cell === "string";
  if (all((cell) => !textual(cell) && /^(?:true|false)$/iu.test(String(cell).trim()))) return "boolean";
  if (all((cell) => !textual(cell) && isPlainInteger(cell))) return "integer";
  if (all((cell) => !textual(cell) && parseCell(cell, "number") !== undefined && !hasLeadingZero(cell))) return "number";
  if (all((cell) => parseCell(cell, "datetime") !== undefined)) return "datetime";
  return "text";
}

function isPlainInteger(cell: PresentCell): boolean {
  return /^[+-]?(?:0|[1-9]\d*)$/u.test(String(cell).trim()) && parseCell(cell, "integer") !== undefined;
}

/** `01234` is a postal code or an article number, and would lose its zero. */
function hasLeadingZero(cell: PresentCell): boolean {
  return /^[+-]?0\d/u.test(String(cell).trim());
}

function rangeOf(present: readonly PresentCell[], type: "number" | "integer" | "datetime") {
  const sizes = present.map((cell) => (type === "datetime" ? (instantOf(String(cell).trim()) ?? 0) : Number(cell)));
  const least = sizes.reduce((best, size, index) => (size < (sizes[best] ?? 0) ? index : best), 0);
  const greatest = sizes.reduce((best, size, index) => (size > (sizes[best] ?? 0) ? index : best), 0);
  const boundAt = (index: number) => (type === "datetime" ? String(present[index]).trim() : (sizes[index] ?? 0));
  return { minimum: boundAt(least), maximum: boundAt(greatest) };
}
