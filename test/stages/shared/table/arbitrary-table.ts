import fc from "fast-check";
import type { Column, Table } from "../../../../stages/shared/table/table.ts";

const text = fc.string({ unit: "grapheme", maxLength: 12 });
/** Arrow has no empty names. */
const columnName = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const number = fc.oneof(fc.double(), fc.constantFrom(-0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324));
const integer = fc.maxSafeInteger().map((value) => value + 0);

const validOf = (values: readonly unknown[]) =>
  values.includes(null) ? { valid: Uint8Array.from(values, (v) => (v === null ? 0 : 1)) } : {};

function columnOf(name: string, rows: number): fc.Arbitrary<Column> {
  const several = <Value>(item: fc.Arbitrary<Value>) => fc.array(fc.option(item, { freq: 4 }), { minLength: rows, maxLength: rows });
  const numeric = (type: "number" | "integer", item: fc.Arbitrary<number>) =>
    several(item).map((values): Column => ({ name, type, values: Float64Array.from(values, (v) => v ?? 0), ...validOf(values) }));
  return fc.oneof(
    numeric("number", number),
    numeric("integer", integer),
    several(fc.boolean()).map(
      (values): Column => ({ name, type: "boolean", values: Uint8Array.from(values, (v) => (v === true ? 1 : 0)), ...validOf(values) }),
    ),
    several(text).map((values): Column => ({ name, type: "text", values })),
    fc
      .uniqueArray(text, { maxLength: 5 })
      .chain((categories) =>
        fc
          .array(fc.integer({ min: -1, max: categories.length - 1 }), { minLength: rows, maxLength: rows })
          .map((codes): Column => ({ name, type: "category", categories, codes: Int32Array.from(codes) })),
      ),
  );
}

/** Tables of every column type with missing values, odd numbers and any Unicode; often empty. */
export const arbitraryTable: fc.Arbitrary<Table> = fc
  .tuple(fc.oneof(fc.constant(0), fc.nat({ max: 30 })), fc.uniqueArray(columnName, { minLength: 1, maxLength: 6 }))
  .chain(([rows, names]) => fc.tuple(...names.map((name) => columnOf(name, rows))).map((columns) => ({ rows, columns })));
