import { columnFromValues } from "../shared/table/column-from-values.ts";
import { instantOf } from "../shared/table/instant.ts";
import { parseCell, presentCell } from "../shared/table/parse-cell.ts";
import type { Cell, SourceColumn } from "../shared/table/source-table.ts";
import type { Column } from "../shared/table/table.ts";
import type { ColumnSchema } from "../shared/table/table-schema.ts";
import { shownCell, type Violation, violationIn } from "./violation.ts";

/** A column typed by its schema, and every check of the schema that it does not pass. */
export interface CheckedColumn {
  readonly column: Column;
  readonly violations: readonly Violation[];
}

/** A value of the schema's type, `null` where it is missing, `undefined` where the cell does not fit the type. */
type Parsed = Cell | undefined;

export function checkColumn({
  source,
  schema,
  missing,
  placeOf,
}: {
  source: SourceColumn;
  schema: ColumnSchema;
  missing: ReadonlySet<string>;
  placeOf: (row: number) => string;
}): CheckedColumn {
  const parsed = source.cells.map((cell): Parsed => {
    const present = presentCell(cell, missing);
    return present === null ? null : parseCell(present, schema.type);
  });
  const violations = checksOf(schema).flatMap(({ check, fails }) => {
    const rows = parsed.flatMap((value, row) => (fails(value) ? [row] : []));
    return violationIn({ column: schema.name, check, rows, placeOf, shownAt: (row) => shownCell(source.cells[row] ?? null) });
  });
  return { column: typedColumn({ source, schema, parsed }), violations };
}

interface Check {
  readonly check: string;
  fails(value: Parsed): boolean;
}

/** In the order in which they are reported; a value that does not fit the type is reported as that alone. */
function checksOf(schema: ColumnSchema): readonly Check[] {
  const { type, nullable, minimum, maximum, values, pattern, unique } = schema;
  const checks: Check[] = [{ check: `type ${type}`, fails: (value) => value === undefined }];
  if (!nullable) checks.push({ check: "not nullable", fails: (value) => value === null });
  if (minimum !== undefined) checks.push({ check: `minimum ${minimum}`, fails: (value) => sizeOf(value) < sizeOf(minimum) });
  if (maximum !== undefined) checks.push({ check: `maximum ${maximum}`, fails: (value) => sizeOf(value) > sizeOf(maximum) });
  if (values !== undefined) {
    const allowed = new Set<Parsed>(values);
    checks.push({ check: `values ${shortList(values)}`, fails: (value) => isPresent(value) && !allowed.has(value) });
  }
  if (pattern !== undefined) {
    const expression = new RegExp(pattern, "u");
    checks.push({ check: `pattern ${pattern}`, fails: (value) => isPresent(value) && !expression.test(String(value)) });
  }
  if (unique) {
    const seen = new Set<Parsed>();
    const isRepeated = (value: Parsed) => {
      const repeated = seen.has(value);
      seen.add(value);
      return repeated && isPresent(value);
    };
    checks.push({ check: "unique", fails: isRepeated });
  }
  return checks;
}

function isPresent(value: Parsed): value is string | number | boolean {
  return value !== null && value !== undefined;
}

/** Where a number or date lies; NaN, which is neither above nor below, where there is none. */
function sizeOf(value: Parsed): number {
  if (typeof value === "string") return instantOf(value) ?? Number.NaN;
  return typeof value === "number" ? value : Number.NaN;
}

function shortList(values: readonly (string | number)[]): string {
  const shown = values.slice(0, 6).join(", ");
  return values.length > 6 ? `${shown}, … (${values.length})` : shown;
}

function typedColumn({ source, schema, parsed }: { source: SourceColumn; schema: ColumnSchema; parsed: readonly Parsed[] }): Column {
  const { name, type } = schema;
  const categories = schema.values?.map(String) ?? source.categories;
  return columnFromValues({ name, type, values: parsed.map((value) => value ?? null), categories });
}
