import type { FeatureDescription, ModelDescription } from "../network/model.ts";
import { didYouMean } from "../table/did-you-mean.ts";
import type { Column, Table } from "../table/table.ts";
import { RequestProblem } from "./request-problem.ts";
import { kindOf, type RequestRow } from "./rows-in-request.ts";

/**
 * The raw columns that the model asks for. Each row must have each of them and nothing else; `null` is a missing value, which the
 * model fills in as it does in a batch. Throws RequestProblem 422 for the first cell that will not do.
 */
export function tableOfRows(description: ModelDescription, rows: readonly RequestRow[]): Table {
  const names = new Set(description.features.map((feature) => feature.name));
  for (const [index, row] of rows.entries()) {
    for (const name of Object.keys(row)) if (!names.has(name)) throw unknownColumn({ description, name, index });
  }
  return { rows: rows.length, columns: description.features.map((feature) => columnOf(feature, rows)) };
}

function columnOf(feature: FeatureDescription, rows: readonly RequestRow[]): Column {
  const { name } = feature;
  switch (feature.type) {
    case "number": {
      const cells = rows.map((row, index) => cell<number>({ feature, row, index, accepts: isFiniteNumber }));
      return { name, type: "number", values: Float64Array.from(cells, (value) => value ?? 0), ...validity(cells) };
    }
    case "boolean": {
      const cells = rows.map((row, index) => cell<boolean>({ feature, row, index, accepts: isBoolean }));
      return { name, type: "boolean", values: Uint8Array.from(cells, (value) => (value === true ? 1 : 0)), ...validity(cells) };
    }
    case "category":
      return { name, type: "text", values: rows.map((row, index) => cell<string>({ feature, row, index, accepts: isText })) };
  }
}

const isFiniteNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
const isText = (value: unknown): value is string => typeof value === "string";

interface CellRequest<Value> {
  readonly feature: FeatureDescription;
  readonly row: RequestRow;
  readonly index: number;
  accepts(value: unknown): value is Value;
}

function cell<Value>({ feature, row, index, accepts }: CellRequest<Value>): Value | null {
  if (!Object.hasOwn(row, feature.name)) {
    throw new RequestProblem({
      status: 422,
      code: "missing-column",
      message: `row ${index} has no ${feature.name}`,
      hint: `add it, ${wanted[feature.type]}, or null where it is not known`,
    });
  }
  const value = row[feature.name];
  if (value === null) return null;
  if (accepts(value)) return value;
  const shown = typeof value === "object" ? "" : ` ${JSON.stringify(value)}`;
  throw new RequestProblem({
    status: 422,
    code: "wrong-type",
    message: `${feature.name} of row ${index} is ${kindOf(value)}${shown}, and the model takes ${wanted[feature.type]}`,
    hint: `write ${feature.name} as ${wanted[feature.type]}, or null where it is not known`,
  });
}

const wanted = { number: "a finite number", boolean: "true or false", category: "a text" } as const;

function validity(cells: readonly unknown[]): { valid?: Uint8Array } {
  return cells.includes(null) ? { valid: Uint8Array.from(cells, (value) => (value === null ? 0 : 1)) } : {};
}

function unknownColumn({ description, name, index }: { description: ModelDescription; name: string; index: number }): RequestProblem {
  const names = description.features.map((feature) => feature.name);
  const near = didYouMean(name, names);
  const hint =
    name === description.target
      ? "leave it out: it is what the model predicts"
      : near === undefined
        ? `leave it out; the columns are ${names.join(", ")}`
        : `write ${near}`;
  return new RequestProblem({ status: 422, code: "unknown-column", message: `row ${index} has an unknown column, ${name}`, hint });
}
