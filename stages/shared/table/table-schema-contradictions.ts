import { didYouMean } from "./did-you-mean.ts";
import { instantOf } from "./instant.ts";
import type { Column, TableSchemaFile } from "./table-schema-file.generated.ts";

/** Something wrong at a path of keys; `onKey` where it is the last key itself. */
export interface SchemaFault {
  readonly path: readonly (string | number)[];
  readonly onKey?: boolean;
  readonly message: string;
  readonly hint?: string;
}

const constraintsOf: Readonly<Record<Column["type"], readonly (keyof Column)[]>> = {
  number: ["minimum", "maximum", "values"],
  integer: ["minimum", "maximum", "values"],
  text: ["values", "pattern"],
  category: ["values", "pattern"],
  boolean: [],
  datetime: ["minimum", "maximum"],
};

/** What a JSON schema cannot say: constraints that do not fit the column's type or each other, and keys over unknown columns. */
export function contradictions(schema: TableSchemaFile): readonly SchemaFault[] {
  const columns = Object.entries(schema.columns).flatMap(([name, column]) => columnFaults(name, column));
  return [...rowFaults(schema), ...uniqueFaults(schema), ...columns];
}

function rowFaults({ rows }: TableSchemaFile): readonly SchemaFault[] {
  if (rows?.minimum === undefined || rows.maximum === undefined || rows.minimum <= rows.maximum) return [];
  return [{ path: ["rows", "minimum"], message: `minimum ${rows.minimum} is above maximum ${rows.maximum}` }];
}

function uniqueFaults({ unique, columns }: TableSchemaFile): readonly SchemaFault[] {
  const known = Object.keys(columns);
  return (unique ?? []).flatMap((key, index) =>
    key.flatMap((name, position): SchemaFault[] => {
      if (known.includes(name)) return [];
      const near = didYouMean(name, known);
      const hint = near === undefined ? {} : { hint: `write ${near}` };
      return [{ path: ["unique", index, position], message: `there is no column ${name}`, ...hint }];
    }),
  );
}

function columnFaults(name: string, column: Column): readonly SchemaFault[] {
  const allowed = constraintsOf[column.type];
  const constraints = (["minimum", "maximum", "values", "pattern"] as const).filter((key) => column[key] !== undefined);
  const misplaced = constraints.filter((key) => !allowed.includes(key));
  if (misplaced.length > 0) {
    const hint = allowed.length === 0 ? "remove it" : `it may have ${allowed.join(", ")}`;
    return misplaced.map((key) => ({
      path: ["columns", name, key],
      onKey: true,
      message: `a column of type ${column.type} has no ${key}`,
      hint,
    }));
  }
  return [...boundFaults(name, column), ...valueFaults(name, column), ...patternFaults(name, column)];
}

function boundFaults(name: string, column: Column): readonly SchemaFault[] {
  const bounds = (["minimum", "maximum"] as const).map((key) => ({ key, bound: column[key] }));
  const wrong = bounds.filter(({ bound }) => bound !== undefined && Number.isNaN(sizeOf(column, bound)));
  if (wrong.length > 0) {
    const expected = column.type === "datetime" ? "an ISO 8601 date such as 1993-05-01" : "a number";
    return wrong.map(({ key, bound }) => ({
      path: ["columns", name, key],
      message: `expected ${expected}, found ${JSON.stringify(bound)}`,
    }));
  }
  const { minimum, maximum } = column;
  if (minimum === undefined || maximum === undefined || sizeOf(column, minimum) <= sizeOf(column, maximum)) return [];
  return [{ path: ["columns", name, "minimum"], message: `minimum ${minimum} is above maximum ${maximum}` }];
}

/** Where a bound lies on the scale of its column; NaN where it is none. */
function sizeOf({ type }: Column, bound: number | string): number {
  if (type === "datetime") return typeof bound === "string" ? (instantOf(bound) ?? Number.NaN) : Number.NaN;
  return typeof bound === "number" ? bound : Number.NaN;
}

function valueFaults(name: string, { type, values }: Column): readonly SchemaFault[] {
  const expected = type === "number" || type === "integer" ? "number" : "string";
  return (values ?? []).flatMap((value, index): SchemaFault[] => {
    if (typeof value === expected) return [];
    const hint = expected === "string" ? { hint: `write ${JSON.stringify(String(value))}` } : {};
    return [{ path: ["columns", name, "values", index], message: `the values of a column of type ${type} are ${expected}s`, ...hint }];
  });
}

function patternFaults(name: string, { pattern }: Column): readonly SchemaFault[] {
  if (pattern === undefined) return [];
  try {
    new RegExp(pattern, "u");
    return [];
  } catch (error) {
    return [{ path: ["columns", name, "pattern"], message: error instanceof Error ? error.message : String(error) }];
  }
}
