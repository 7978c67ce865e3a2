import { StageFailure } from "../../engine/kind/stage-context.ts";
import { sortedByCodePoint } from "../shared/table/category.ts";
import { cellAt } from "../shared/table/column.ts";
import type { Column } from "../shared/table/table.ts";
import { fitScale } from "./fit-feature.ts";
import type { Task } from "./settings.ts";

/** What the network's output means: fitted on the train rows alone. */
export type Target =
  | { readonly task: "classification"; readonly classes: readonly string[] }
  | { readonly task: "regression"; readonly scale: { readonly mean: number; readonly deviation: number } };

/** Throws StageFailure `data-invalid` where a value is missing, or only one class is there. */
export function fitTarget(column: Column, task: Task): Target {
  refuseMissing({ column, rows: rowsOf(column), table: "train" });
  if (task === "regression" && (column.type === "number" || column.type === "integer")) return { task, scale: fitScale(column) };
  const texts = textsOf(column);
  const present = new Set(texts);
  if (present.size < 2) {
    throw new StageFailure({
      code: "data-invalid",
      message: `the train rows hold ${present.size === 0 ? "no class" : `one class of ${column.name} only, ${[...present][0]}`}`,
      why: "a classification needs two at least",
    });
  }
  return { task: "classification", classes: classesOf(column, texts) };
}

/** A category's own order, false before true, numbers by size, texts by code point. */
function classesOf(column: Column, texts: readonly string[]): readonly string[] {
  switch (column.type) {
    case "category":
      return column.categories;
    case "boolean":
      return ["false", "true"];
    case "text":
      return sortedByCodePoint(texts);
    default:
      return [...new Set(texts)].sort((left, right) => Number(left) - Number(right));
  }
}

/** The index of each row's class, or its standardised number. Throws StageFailure `column-type` or `data-invalid`. */
export function encodeTarget({ column, target, table }: { column: Column; target: Target; table: "train" | "validation" }): Float32Array {
  const rows = rowsOf(column);
  refuseMissing({ column, rows, table });
  if (target.task === "classification") {
    const indexOf = new Map(target.classes.map((name, index) => [name, index]));
    return Float32Array.from(textsOf(column), (text, row) => {
      const index = indexOf.get(text);
      if (index === undefined) throw unknownClass({ column, text, row, classes: target.classes });
      return index;
    });
  }
  if (column.type !== "number" && column.type !== "integer") {
    throw new StageFailure({ code: "column-type", message: `${column.name} is ${column.type} in the ${table} rows, and was a number` });
  }
  const { mean, deviation } = target.scale;
  return Float32Array.from(column.values, (value) => (value - mean) / deviation);
}

function textsOf(column: Column): readonly string[] {
  return Array.from({ length: rowsOf(column) }, (_, row) => String(cellAt(column, row)));
}

const rowsOf = (column: Column): number => (column.type === "category" ? column.codes.length : column.values.length);

function refuseMissing({ column, rows, table }: { column: Column; rows: number; table: string }): void {
  const missing = Array.from({ length: rows }, (_, row) => row).filter((row) => cellAt(column, row) === null);
  if (missing.length === 0) return;
  const shown = missing.slice(0, 5).join(", ");
  throw new StageFailure({
    code: "data-invalid",
    message: `${missing.length === 1 ? "1 row has" : `${missing.length} rows have`} no ${column.name} to learn from`,
    why: `in the ${table} table: ${missing.length === 1 ? "row" : "rows"} ${shown}${missing.length > 5 ? ", …" : ""}`,
    hint: "leave these rows out before they are split",
  });
}

function unknownClass({ column, text, row, classes }: { column: Column; text: string; row: number; classes: readonly string[] }) {
  return new StageFailure({
    code: "data-invalid",
    message: `row ${row} of the validation table holds the ${column.name} ${text}, which no train row has`,
    why: `the classes are ${classes.join(", ")}`,
    hint: "a stratified split gives every part every class",
  });
}
