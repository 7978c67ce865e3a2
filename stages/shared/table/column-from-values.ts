import { categoryFromTexts } from "./category.ts";
import type { Cell } from "./source-table.ts";
import type { Column } from "./table.ts";
import type { ColumnType } from "./table-schema.ts";

/**
 * A column of values that have the column's type already; a `datetime` is kept as its text. A category without a list of values
 * takes those that occur, sorted by code point.
 */
export function columnFromValues({
  name,
  type,
  values,
  categories,
}: {
  name: string;
  type: ColumnType;
  values: readonly Cell[];
  categories?: readonly string[] | undefined;
}): Column {
  switch (type) {
    case "number":
    case "integer":
      return { name, type, values: Float64Array.from(values, (value) => (value === null ? 0 : Number(value))), ...validOf(values) };
    case "boolean":
      return { name, type, values: Uint8Array.from(values, (value) => (value === true ? 1 : 0)), ...validOf(values) };
    case "category":
      return categoryFromTexts({ name, texts: values.map(textOf), ...(categories === undefined ? {} : { categories }) });
    case "text":
    case "datetime":
      return { name, type: "text", values: values.map(textOf) };
  }
}

function validOf(values: readonly Cell[]): { valid?: Uint8Array } {
  return values.includes(null) ? { valid: Uint8Array.from(values, (value) => (value === null ? 0 : 1)) } : {};
}

function textOf(value: Cell): string | null {
  return value === null ? null : String(value);
}
