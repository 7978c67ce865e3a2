import { instantOf } from "./instant.ts";
import type { Cell } from "./source-table.ts";
import type { ColumnType } from "./table-schema.ts";

/** What a cell becomes in a column of that type; `undefined` where it does not fit. Blanks around all but text are no part of a value. */
export function parseCell(cell: string | number | boolean, type: ColumnType): string | number | boolean | undefined {
  switch (type) {
    case "text":
    case "category":
      return String(cell);
    case "number":
      return parseNumber(cell);
    case "integer": {
      const value = parseNumber(cell);
      return Number.isSafeInteger(value) ? value : undefined;
    }
    case "boolean":
      return parseBoolean(cell);
    case "datetime": {
      const text = String(cell).trim();
      return instantOf(text) === undefined ? undefined : text;
    }
  }
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/u;

/** Decimal notation with a point, finite: "Infinity", "0x10" and "1,5" are no numbers here. */
function parseNumber(cell: string | number | boolean): number | undefined {
  if (typeof cell === "boolean") return undefined;
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : undefined;
  const text = cell.trim();
  const value = decimal.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

function parseBoolean(cell: string | number | boolean): boolean | undefined {
  const text = String(cell).trim().toLowerCase();
  if (text === "true" || text === "1") return true;
  if (text === "false" || text === "0") return false;
  return undefined;
}

/** The cell, or `null` where it is missing: by the format, or because a marker says so. */
export function presentCell(cell: Cell, markers: ReadonlySet<string>): Cell {
  const text = typeof cell === "string" ? cell.trim() : String(cell);
  return markers.has(text) ? null : cell;
}
