/** A table as its file has it, before a schema gives the values their types. */
export interface SourceTable {
  /** Base name of the file, for messages alone: it must not get into a result. */
  readonly file: string;
  readonly rows: number;
  /** Whether the format tells texts from numbers; of CSV and TSV every cell is text, whatever it means. */
  readonly typed: boolean;
  readonly columns: readonly SourceColumn[];
  /** Where a row stands in the file, as a person would look it up: `line 17`, or `row 3` where the format has no lines. */
  placeOf(row: number): string;
}

export interface SourceColumn {
  readonly name: string;
  readonly cells: readonly Cell[];
  /** The order that the file itself gives to the values of a category. */
  readonly categories?: readonly string[];
}

/** A value as it was written. `null` where the format says that there is none. */
export type Cell = string | number | boolean | null;
