import fastCheck, { type Arbitrary } from "fast-check";
import type { Column, Table } from "../../stages/shared/table/table.ts";

const text = fastCheck.string({ unit: "grapheme" });

function columnOf(name: string, rows: number): Arbitrary<Column> {
  const list = <Value>(value: Arbitrary<Value>) => fastCheck.array(value, { minLength: rows, maxLength: rows });
  const valid = list(fastCheck.boolean());
  const number = fastCheck.tuple(list(fastCheck.double()), valid).map(([values, validity]): Column => {
    return { name, type: "number", values: Float64Array.from(values, (value, row) => (validity[row] ? value : 0)), ...validOf(validity) };
  });
  const integer = fastCheck.tuple(list(fastCheck.maxSafeInteger()), valid).map(([values, validity]): Column => {
    return { name, type: "integer", values: Float64Array.from(values, (value, row) => (validity[row] ? value : 0)), ...validOf(validity) };
  });
  const boolean = fastCheck.tuple(list(fastCheck.boolean()), valid).map(([values, validity]): Column => {
    return {
      name,
      type: "boolean",
      values: Uint8Array.from(values, (value, row) => (validity[row] && value ? 1 : 0)),
      ...validOf(validity),
    };
  });
  const texts = list(fastCheck.option(text)).map((values): Column => ({ name, type: "text", values }));
  const category = fastCheck.uniqueArray(text, { minLength: 1, maxLength: 5 }).chain((categories) =>
    list(fastCheck.integer({ min: -1, max: categories.length - 1 })).map((codes): Column => {
      return { name, type: "category", categories, codes: Int32Array.from(codes) };
    }),
  );
  return fastCheck.oneof(number, integer, boolean, texts, category);
}

/** None where nothing is missing, as the table's own rule is. */
function validOf(validity: readonly boolean[]): { valid?: Uint8Array } {
  return validity.includes(false) ? { valid: Uint8Array.from(validity, Number) } : {};
}

/** A table of up to 40 rows and six columns, with missing values, NaN, infinities and the whole of Unicode. */
export const randomTable: Arbitrary<Table> = fastCheck
  .record({
    rows: fastCheck.nat({ max: 40 }),
    names: fastCheck.uniqueArray(fastCheck.string({ unit: "grapheme", minLength: 1 }), { minLength: 1, maxLength: 6 }),
  })
  .chain(({ rows, names }) => fastCheck.tuple(...names.map((name) => columnOf(name, rows))).map((columns): Table => ({ rows, columns })));
