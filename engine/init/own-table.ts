import { isMap, isScalar, parseDocument, type YAMLMap } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import { failure, type Result, success } from "../platform/result.ts";

/** What a pipeline needs to know of a table, from the schema that was inferred for it. */
export interface OwnTable {
  readonly rows: number;
  readonly columns: readonly OwnColumn[];
}

export interface OwnColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  /** Of a category: how many values; of whole numbers from 0 to 1: two. */
  readonly classes?: number;
}

/** Reads the text of an inferred schema. */
export function ownTable(schema: string): OwnTable {
  const document = parseDocument(schema);
  const columns = document.get("columns");
  const rows = document.getIn(["rows", "minimum"]);
  return {
    rows: Number(rows),
    columns: isMap(columns)
      ? columns.items.map(({ key, value }) => ownColumn(String(isScalar(key) ? key.value : key), value as YAMLMap))
      : [],
  };
}

function ownColumn(name: string, column: YAMLMap): OwnColumn {
  const { type, nullable, values, minimum, maximum } = column.toJSON() as InferredJson;
  const isBit = type === "integer" && minimum === 0 && maximum === 1;
  const classes = isBit || type === "boolean" ? 2 : values?.length;
  return { name, type, nullable: nullable === true, ...(classes !== undefined && { classes }) };
}

interface InferredJson {
  readonly type: string;
  readonly nullable?: boolean;
  readonly values?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Columns that can be predicted. */
export const targets = ({ columns }: OwnTable): readonly OwnColumn[] =>
  columns.filter(({ type, classes }) => (type === "category" ? (classes ?? 0) > 1 : ["number", "integer", "boolean"].includes(type)));

/** Classes are told apart; numbers are predicted. */
export const taskOf = ({ classes }: OwnColumn): "classification" | "regression" =>
  classes === undefined ? "regression" : "classification";

/** Those that say nothing of the target: texts, dates, and numbers that only name the row. */
export const uselessFeatures = ({ columns }: OwnTable, target: string): readonly string[] =>
  columns
    .filter(({ name, type }) => name !== target && (["text", "datetime"].includes(type) || isIdentifier(name)))
    .map(({ name }) => name);

const isIdentifier = (name: string): boolean => /^(?:id|index|uuid|row|unnamed: 0)$|[_ -]id$/i.test(name.trim());

/** Fewer cannot be divided into parts that mean anything. */
const fewestRows = 10;

/** The column to predict: the one that is named, else the last one that can be. */
export function chooseTarget(
  table: OwnTable,
  { named, file }: { readonly named: string | undefined; readonly file: string },
): Result<OwnColumn, Diagnostic> {
  if (table.rows < fewestRows) return failure(tooFewRows(file, table.rows));
  const possible = targets(table);
  const chosen = named === undefined ? possible.at(-1) : table.columns.find(({ name }) => name === named);
  if (chosen === undefined) return failure(named === undefined ? nothingToPredict(file) : unknownColumn(table, { named, file }));
  if (!possible.includes(chosen)) return failure(notPredictable(chosen, possible));
  if (chosen.nullable) return failure(missingValues(chosen, file));
  const features = table.columns.length - 1 - uselessFeatures(table, chosen.name).length;
  return features > 0 ? success(chosen) : failure(nothingToPredictFrom(chosen, file));
}

const fault = (code: Diagnostic["code"], parts: Pick<Diagnostic, "message" | "why" | "hint">): Diagnostic => ({
  code,
  severity: "error",
  ...parts,
});

const tooFewRows = (file: string, rows: number): Diagnostic =>
  fault("data-invalid", {
    message: `${file} has ${rows} ${rows === 1 ? "row" : "rows"}, which is too few`,
    why: `they are divided into rows to learn from, to choose by and to measure with: ${fewestRows} are the least`,
  });

const nothingToPredict = (file: string): Diagnostic =>
  fault("column-type", {
    message: `${file} has no column that can be predicted`,
    why: "a number, a truth value or one of a few words can be",
  });

function unknownColumn({ columns }: OwnTable, { named, file }: { readonly named: string; readonly file: string }): Diagnostic {
  const names = columns.map(({ name }) => name);
  const near = didYouMean(named, names);
  return fault("column-unknown", {
    message: `${file} has no column ${named}`,
    hint:
      near === undefined ? `its columns are ${names.slice(0, 20).join(", ")}${names.length > 20 ? ", …" : ""}` : `did you mean ${near}?`,
  });
}

const notPredictable = ({ name, type }: OwnColumn, possible: readonly OwnColumn[]): Diagnostic =>
  fault("column-type", {
    message: `the column ${name} cannot be predicted: it is ${type === "category" ? "the same in every row" : `a ${type} of many values`}`,
    hint:
      possible.length === 0
        ? "a number, a truth value or one of a few words can be"
        : `--target ${possible
            .slice(-10)
            .map((column) => column.name)
            .join(", or ")}`,
  });

const missingValues = ({ name }: OwnColumn, file: string): Diagnostic =>
  fault("data-invalid", {
    message: `${file} has rows without a value of ${name}`,
    why: "nothing can be learnt from a row without an answer",
    hint: "take these rows out, or predict another column: --target COLUMN",
  });

const nothingToPredictFrom = ({ name }: OwnColumn, file: string): Diagnostic =>
  fault("data-invalid", { message: `${file} has no column to predict ${name} from`, why: "texts, dates and ids are left out" });
