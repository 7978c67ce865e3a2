import { DataType, type Field, type Vector } from "apache-arrow";
import { StageFailure } from "../../../engine/kind/stage-context.ts";
import { categoryFromTexts } from "./category.ts";
import type { Column } from "./table.ts";

/**
 * Our form of an Arrow column. Whole numbers are read as `integer`, the other numbers as `number`, strings as `text`,
 * dictionaries of strings as `category`, dates and timestamps as ISO 8601 `text`. Other types throw StageFailure `table-read`.
 */
export function columnFromArrow({ field, vector, file }: { field: Field; vector: Vector | null; file: string }): Column {
  const { name, type } = field;
  const rows = vector?.length ?? 0;
  const valueAt = (row: number): unknown => vector?.get(row) ?? null;
  if (DataType.isInt(type)) return numberColumn({ name, type: "integer", rows, valueAt, file });
  if (DataType.isFloat(type)) return numberColumn({ name, type: "number", rows, valueAt, file });
  if (DataType.isBool(type)) return booleanColumn({ name, rows, valueAt });
  if (DataType.isDictionary(type) && isText(type.dictionary)) return categoryColumn({ name, rows, valueAt, vector });
  if (isText(type) || DataType.isNull(type)) return { name, type: "text", values: textsOf(rows, valueAt) };
  if (DataType.isDate(type) || DataType.isTimestamp(type)) {
    const toText = (row: number) => instantText(valueAt(row));
    return { name, type: "text", values: textsOf(rows, toText) };
  }
  throw new StageFailure({
    code: "table-read",
    message: `column ${name} of ${file} has the Arrow type ${String(type)}, which a table cannot hold`,
    hint: "write it as a number, boolean, string, dictionary of strings, date or timestamp",
  });
}

interface Values {
  readonly name: string;
  readonly rows: number;
  valueAt(row: number): unknown;
}

function numberColumn({ name, type, rows, valueAt, file }: Values & { type: "number" | "integer"; file: string }): Column {
  const values = new Float64Array(rows);
  const valid = new Uint8Array(rows).fill(1);
  for (let row = 0; row < rows; row++) {
    const value = valueAt(row);
    if (value === null) valid[row] = 0;
    else values[row] = Number(value);
    if (type === "integer" && !Number.isSafeInteger(values[row])) throw unsafeInteger({ name, file, value });
  }
  return valid.includes(0) ? { name, type, values, valid } : { name, type, values };
}

function unsafeInteger({ name, file, value }: { name: string; file: string; value: unknown }): StageFailure {
  return new StageFailure({
    code: "table-read",
    message: `column ${name} of ${file} holds the integer ${String(value)}, which is over 2^53`,
    hint: "write the column as strings",
  });
}

function booleanColumn({ name, rows, valueAt }: Values): Column {
  const values = new Uint8Array(rows);
  const valid = new Uint8Array(rows).fill(1);
  for (let row = 0; row < rows; row++) {
    const value = valueAt(row);
    if (value === null) valid[row] = 0;
    else values[row] = value === true ? 1 : 0;
  }
  return valid.includes(0) ? { name, type: "boolean", values, valid } : { name, type: "boolean", values };
}

/** The dictionary of the last chunk holds all categories: a delta only adds to it; a replaced one is mapped by its texts. */
function categoryColumn({ name, rows, valueAt, vector }: Values & { vector: Vector | null }): Column {
  const categories: string[] = [];
  for (const chunk of vector?.data ?? []) {
    for (const text of chunk.dictionary ?? []) if (typeof text === "string" && !categories.includes(text)) categories.push(text);
  }
  return categoryFromTexts({ name, texts: textsOf(rows, valueAt), categories });
}

function isText(type: DataType): boolean {
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type);
}

function textsOf(rows: number, valueAt: (row: number) => unknown): (string | null)[] {
  return Array.from({ length: rows }, (_, row) => {
    const value = valueAt(row);
    return value === null ? null : String(value);
  });
}

function instantText(value: unknown): string | null {
  if (value === null) return null;
  return (value instanceof Date ? value : new Date(Number(value))).toISOString();
}
