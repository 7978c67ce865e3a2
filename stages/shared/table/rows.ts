import type { Column, Table } from "./table.ts";

/** The rows at those indices, in that order; an index may repeat. */
export function takeRows(table: Table, indices: ArrayLike<number>): Table {
  return { rows: indices.length, columns: table.columns.map((column) => takeFrom(column, Array.from(indices))) };
}

function takeFrom(column: Column, indices: readonly number[]): Column {
  const { name } = column;
  switch (column.type) {
    case "text":
      return { name, type: "text", values: indices.map((index) => column.values[index] ?? null) };
    case "category":
      return {
        name,
        type: "category",
        categories: column.categories,
        codes: Int32Array.from(indices, (index) => column.codes[index] ?? -1),
      };
    case "boolean": {
      const values = Uint8Array.from(indices, (index) => column.values[index] ?? 0);
      return { name, type: "boolean", values, ...takeValid(column.valid, indices) };
    }
    default: {
      const values = Float64Array.from(indices, (index) => column.values[index] ?? 0);
      return { name, type: column.type, values, ...takeValid(column.valid, indices) };
    }
  }
}

/** Absent again where none of the rows that are taken is missing. */
function takeValid(valid: Uint8Array | undefined, indices: readonly number[]): { valid?: Uint8Array } {
  if (valid === undefined) return {};
  const taken = Uint8Array.from(indices, (index) => valid[index] ?? 0);
  return taken.includes(0) ? { valid: taken } : {};
}
