import {
  Bool,
  type Data,
  type DataType,
  Dictionary,
  Field,
  Float64,
  Int32,
  Int64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Utf8,
  Vector,
} from "apache-arrow";
import { packBits, packText, validityOf } from "./arrow-buffers.ts";
import type { BooleanColumn, CategoryColumn, Column, NumberColumn, Table } from "./table.ts";

const batchRows = 65_536;

/** The record batches of a table; at least one, so that the categories of an empty table are written too. */
export function batchesOf(table: Table): readonly RecordBatch[] {
  const encoders = table.columns.map(encoderOf);
  const fields = table.columns.map((column, index) => new Field(column.name, (encoders[index] as Encoder).type, true));
  const schema = new Schema(fields, new Map([["millrace.table", "1"]]));
  const struct = new Struct(fields);
  const batches: RecordBatch[] = [];
  for (let start = 0; start === 0 || start < table.rows; start += batchRows) {
    const end = Math.min(start + batchRows, table.rows);
    const children = encoders.map((encoder) => encoder.encode(start, end));
    batches.push(new RecordBatch(schema, makeData({ type: struct, length: end - start, nullCount: 0, children })));
  }
  return batches;
}

interface Encoder {
  readonly type: DataType;
  encode(start: number, end: number): Data;
}

function encoderOf(column: Column, position: number): Encoder {
  switch (column.type) {
    case "number":
      return numberEncoder(column);
    case "integer":
      return integerEncoder(column);
    case "boolean":
      return booleanEncoder(column);
    case "text":
      return textEncoder(column.values);
    case "category":
      return categoryEncoder(column, position);
  }
}

function numberEncoder(column: NumberColumn): Encoder {
  const type = new Float64();
  return {
    type,
    encode: (start, end) => {
      const data = Float64Array.from(column.values.subarray(start, end), (value) => (Number.isNaN(value) ? Number.NaN : value));
      const validity = validityOf(end - start, (row) => column.valid?.[start + row] !== 0);
      validity.missing.forEach((row) => {
        data[row] = 0;
      });
      return makeData({ type, length: end - start, data, ...validity.buffers });
    },
  };
}

function integerEncoder(column: NumberColumn): Encoder {
  const type = new Int64();
  return {
    type,
    encode: (start, end) => {
      const validity = validityOf(end - start, (row) => column.valid?.[start + row] !== 0);
      const missing = new Set(validity.missing);
      const data = BigInt64Array.from({ length: end - start }, (_, row) =>
        missing.has(row) ? 0n : BigInt(column.values[start + row] ?? 0),
      );
      return makeData({ type, length: end - start, data, ...validity.buffers });
    },
  };
}

function booleanEncoder(column: BooleanColumn): Encoder {
  const type = new Bool();
  return {
    type,
    encode: (start, end) => {
      const validity = validityOf(end - start, (row) => column.valid?.[start + row] !== 0);
      const missing = new Set(validity.missing);
      const data = packBits(end - start, (row) => column.values[start + row] === 1 && !missing.has(row));
      return makeData({ type, length: end - start, data, ...validity.buffers });
    },
  };
}

function textEncoder(values: readonly (string | null)[]): Encoder {
  const type = new Utf8();
  return {
    type,
    encode: (start, end) => {
      const part = values.slice(start, end);
      const validity = validityOf(end - start, (row) => part[row] !== null);
      return makeData({ type, length: end - start, ...packText(part), ...validity.buffers });
    },
  };
}

function categoryEncoder(column: CategoryColumn, position: number): Encoder {
  const type = new Dictionary(new Utf8(), new Int32(), position);
  const dictionary = new Vector([textEncoder(column.categories).encode(0, column.categories.length) as Data<Utf8>]);
  return {
    type,
    encode: (start, end) => {
      const validity = validityOf(end - start, (row) => (column.codes[start + row] ?? -1) >= 0);
      const data = column.codes.slice(start, end).map((code) => Math.max(code, 0));
      return makeData({ type, length: end - start, data, dictionary, ...validity.buffers });
    },
  };
}
