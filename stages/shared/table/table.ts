/** A table in memory: columns of one length with distinct names that are not empty. Row order is part of it. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** A missing value is `valid[row] === 0`, a `null` text, or the code -1; `valid` is absent where nothing is missing. */
export type Column = NumberColumn | BooleanColumn | TextColumn | CategoryColumn;

export interface NumberColumn {
  readonly name: string;
  readonly type: "number" | "integer";
  readonly values: Float64Array;
  readonly valid?: Uint8Array;
}
export interface BooleanColumn {
  readonly name: string;
  readonly type: "boolean";
  /** 0 or 1. */
  readonly values: Uint8Array;
  readonly valid?: Uint8Array;
}
export interface TextColumn {
  readonly name: string;
  readonly type: "text";
  readonly values: readonly (string | null)[];
}
export interface CategoryColumn {
  readonly name: string;
  readonly type: "category";
  /** In the order of the table's schema, else sorted by code point. */
  readonly categories: readonly string[];
  /** Index into `categories`, -1 where missing. */
  readonly codes: Int32Array;
}
