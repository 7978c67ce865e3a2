import { StageFailure } from "../../engine/kind/stage-context.ts";
import { cellAt, column } from "../shared/table/column.ts";
import { didYouMean } from "../shared/table/did-you-mean.ts";
import type { Column, Table } from "../shared/table/table.ts";

/** Rows that are named in a message. */
const exampleRows = 5;

/** The target's column. Throws StageFailure where it is missing, or a row has no value: such a row can be predicted, not judged. */
export function targetColumn(table: Table, target: string): Column {
  if (!table.columns.some(({ name }) => name === target)) throw noTarget(table, target);
  const found = column(table, target);
  const missing = [...Array(table.rows).keys()].filter((row) => cellAt(found, row) === null);
  if (missing.length > 0) {
    throw new StageFailure({
      code: "data-invalid",
      message: `${rows(missing.length)} ${missing.length === 1 ? "has" : "have"} no ${target}`,
      why: `${examples(missing)}: without the actual value a prediction cannot be judged`,
      hint: "leave these rows out before the model is evaluated",
    });
  }
  return found;
}

/** Each row's class as an index into the model's classes. Throws StageFailure for a class that the model has never seen. */
export function actualClasses(column: Column, { rows: length, classes }: { rows: number; classes: readonly string[] }): Int32Array {
  const indexOf = new Map(classes.map((name, index) => [name, index]));
  const unknown = new Map<string, number[]>();
  const actual = Int32Array.from({ length }, (_, row) => {
    const name = String(cellAt(column, row));
    const index = indexOf.get(name);
    if (index === undefined) unknown.set(name, [...(unknown.get(name) ?? []), row]);
    return index ?? -1;
  });
  if (unknown.size === 0) return actual;
  const told = [...unknown].map(([name, found]) => `${name} (${rows(found.length)}: ${examples(found)})`);
  throw new StageFailure({
    code: "data-invalid",
    message: `the data holds ${unknown.size === 1 ? "a class" : "classes"} that the model does not know: ${told.join(", ")}`,
    why: `the model was trained on ${classes.join(", ")}`,
    hint: "train on data that holds every class, for example with a stratified split",
  });
}

/** Each row's number. Throws StageFailure where the target is not one. */
export function actualNumbers(column: Column): Float64Array {
  if (column.type === "number" || column.type === "integer") return column.values;
  throw new StageFailure({
    code: "column-type",
    message: `the target ${column.name} is a ${column.type} column`,
    why: "the model is a regression, which predicts a number",
  });
}

function noTarget(table: Table, target: string): StageFailure {
  const names = table.columns.map(({ name }) => name);
  const near = didYouMean(target, names);
  return new StageFailure({
    code: "column-unknown",
    message: `the data has no column ${target}, the model's target`,
    why: `its columns are ${names.join(", ")}`,
    hint: near === undefined ? "evaluate on rows whose actual value is known" : `is ${near} the same column under another name?`,
  });
}

const rows = (count: number) => (count === 1 ? "1 row" : `${count} rows`);

function examples(found: readonly number[]): string {
  const shown = found.slice(0, exampleRows).join(", ");
  return `${found.length === 1 ? "row" : "rows"} ${shown}${found.length > exampleRows ? ", …" : ""}`;
}
