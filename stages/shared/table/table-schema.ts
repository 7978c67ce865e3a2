import type { Column as ColumnFile, TableSchemaFile } from "./table-schema-file.generated.ts";

/** A table schema whose faults are ruled out and whose defaults are filled in. */
export interface TableSchema {
  readonly columns: readonly ColumnSchema[];
  readonly rows: { readonly minimum?: number; readonly maximum?: number };
  readonly unique: readonly (readonly string[])[];
  readonly extraColumns: "forbid" | "keep";
  /** Texts that stand for a missing value. */
  readonly missing: ReadonlySet<string>;
}

export interface ColumnSchema extends Omit<ColumnFile, "nullable" | "unique"> {
  readonly name: string;
  readonly nullable: boolean;
  readonly unique: boolean;
}

export type ColumnType = ColumnSchema["type"];

/** `names`: the columns in the order of the text, which an object loses where a name is a number. */
export function fillIn(file: TableSchemaFile, names: readonly string[]): TableSchema {
  const columns = names.flatMap((name) => {
    const column = file.columns[name];
    return column === undefined ? [] : [{ nullable: false, unique: false, ...column, name }];
  });
  return {
    columns,
    rows: file.rows ?? {},
    unique: file.unique ?? [],
    extraColumns: file.extraColumns ?? "forbid",
    missing: new Set(file.missing ?? [""]),
  };
}
