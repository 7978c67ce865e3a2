import { cellAt } from "../shared/table/column.ts";
import { didYouMean } from "../shared/table/did-you-mean.ts";
import { suggestedColumn } from "../shared/table/open-table.ts";
import type { SourceColumn, SourceTable } from "../shared/table/source-table.ts";
import type { Column, Table } from "../shared/table/table.ts";
import type { TableSchema } from "../shared/table/table-schema.ts";
import { checkColumn } from "./check-column.ts";
import { shownCell, type Violation, violationIn } from "./violation.ts";

/**
 * The table as its schema types it, and every violation. Columns stand in the schema's order, then those that `extraColumns: keep`
 * lets through in the file's order. The table is whole only if there are no violations.
 */
export function checkTable(source: SourceTable, schema: TableSchema): { readonly table: Table; readonly violations: readonly Violation[] } {
  const { missing } = schema;
  const bound = schema.columns.map((column) => ({ column, source: source.columns.find(({ name }) => name === column.name) }));
  const checked = bound.flatMap(({ column, source: cells }) =>
    cells === undefined ? [] : [checkColumn({ source: cells, schema: column, missing, placeOf: source.placeOf })],
  );
  const absent = bound.filter((column) => column.source === undefined).map(({ column }) => column.name);
  const known = new Set(schema.columns.map(({ name }) => name));
  const extra = source.columns.filter(({ name }) => !known.has(name));
  const kept = schema.extraColumns === "keep" ? extra.map((column) => suggestedColumn(column, { typed: source.typed, missing })) : [];
  const columns = [...checked.map(({ column }) => column), ...kept];
  return {
    table: { rows: source.rows, columns },
    violations: [
      ...rowCountViolations(source.rows, schema.rows),
      ...absent.map((name) => absentViolation(name, extra)),
      ...(schema.extraColumns === "forbid" ? extra.map(extraViolation) : []),
      ...checked.flatMap(({ violations }) => violations),
      ...schema.unique.flatMap((key) => keyViolations({ key, columns, source })),
    ],
  };
}

function rowCountViolations(rows: number, { minimum, maximum }: TableSchema["rows"]): readonly Violation[] {
  const violation = (bound: string) => [{ check: `the table has ${rows} row${rows === 1 ? "" : "s"}, ${bound}`, count: 0, examples: [] }];
  if (minimum !== undefined && rows < minimum) return violation(`fewer than the minimum ${minimum}`);
  if (maximum !== undefined && rows > maximum) return violation(`more than the maximum ${maximum}`);
  return [];
}

function absentViolation(column: string, extra: readonly SourceColumn[]): Violation {
  const near = didYouMean(
    column,
    extra.map(({ name }) => name),
  );
  const advice = near === undefined ? "" : `, which has a column ${near}`;
  return { column, check: `the column is missing from the file${advice}`, count: 0, examples: [] };
}

function extraViolation({ name }: SourceColumn): Violation {
  return { column: name, check: "the column is not in the schema (extraColumns: keep admits it)", count: 0, examples: [] };
}

/** Rows whose key stood in an earlier row. A key with a missing value is no key. */
function keyViolations({ key, columns, source }: { key: readonly string[]; columns: readonly Column[]; source: SourceTable }) {
  const parts = key.flatMap((name) => columns.find((column) => column.name === name) ?? []);
  if (parts.length < key.length) return [];
  const seen = new Set<string>();
  const repeated: number[] = [];
  for (let row = 0; row < source.rows; row++) {
    const cells = parts.map((column) => cellAt(column, row));
    if (cells.includes(null)) continue;
    const text = JSON.stringify(cells);
    if (seen.has(text)) repeated.push(row);
    seen.add(text);
  }
  const shownAt = (row: number) => parts.map((column) => shownCell(cellAt(column, row))).join(" + ");
  return violationIn({ column: key.join(" + "), check: "unique", rows: repeated, placeOf: source.placeOf, shownAt });
}
