import { Document, type YAMLMap } from "yaml";
import { type InferredColumn, inferColumn } from "./infer-column.ts";
import { parseCell } from "./parse-cell.ts";
import { readFailure } from "./read-failure.ts";
import { readSource } from "./read-source.ts";
import type { SourceTable } from "./source-table.ts";

/**
 * A first schema, as YAML text, for the table in a file: types, ranges, sets, nullability and row count as they are there. The
 * file satisfies it; what it should admit beyond is for a person to say. `schema` is what the first line tells editors to
 * check against. Throws StageFailure `table-read`.
 */
export async function inferSchema(path: string, { schema }: { readonly schema?: string } = {}): Promise<string> {
  const table = await readSource(path);
  checkDelimiter(table);
  const markers = missingMarkers(table);
  const columns = table.columns.map((column) => inferColumn(column, { typed: table.typed, missing: new Set(markers) }));
  const head = schema === undefined ? "" : `# yaml-language-server: $schema=${schema}\n`;
  return head + schemaText({ rows: table.rows, markers, columns });
}

const otherDelimiters = [
  { text: ";", name: "semicolons" },
  { text: "\t", name: "tabs" },
  { text: "|", name: "bars" },
];

/** One column whose every line holds as many semicolons as the first is a file of that delimiter, read as if it had commas. */
function checkDelimiter({ columns, typed, file }: SourceTable): void {
  const [only] = columns;
  if (typed || only === undefined || columns.length > 1) return;
  const count = (line: string, text: string): number => line.split(text).length - 1;
  const lines = only.cells.slice(0, 100).map((cell) => String(cell ?? ""));
  const found = otherDelimiters.find(
    ({ text }) => count(only.name, text) > 0 && lines.every((line) => count(line, text) === count(only.name, text)),
  );
  if (found === undefined) return;
  throw readFailure({
    message: `the columns of ${file} seem to be separated by ${found.name}, not by commas`,
    why: `read with commas, all of it is one column, ${JSON.stringify(only.name)}`,
    hint: hintFor(found.text, file),
  });
}

function hintFor(delimiter: string, file: string): string {
  const stem = file.replace(/\.[^.]*$/, "");
  if (delimiter === "\t") return `name it ${stem}.tsv: a .tsv is read with tabs`;
  const separator = delimiter === "|" ? "'|'" : "';'";
  return `write it with commas or tabs, for example: python3 -c "import csv,sys; csv.writer(sys.stdout).writerows(csv.reader(sys.stdin, delimiter=${separator}))" < ${file} > ${stem}-commas.csv`;
}

const customaryMarkers = ["NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?"];

/** The empty text, and those customary markers that stand between numbers in some column. */
function missingMarkers(table: SourceTable): readonly string[] {
  const found = new Set<string>();
  for (const { cells } of table.columns) {
    const texts = cells.filter((cell) => cell !== null && String(cell).trim() !== "").map((cell) => String(cell).trim());
    const markers = texts.filter((text) => customaryMarkers.includes(text));
    const rest = texts.filter((text) => !customaryMarkers.includes(text));
    if (rest.length > 0 && rest.every((text) => parseCell(text, "number") !== undefined)) for (const marker of markers) found.add(marker);
  }
  return ["", ...customaryMarkers.filter((marker) => found.has(marker))];
}

function schemaText({ rows, markers, columns }: { rows: number; markers: readonly string[]; columns: readonly InferredColumn[] }): string {
  const document = new Document({});
  const flow = (value: unknown) => document.createNode(value, { flow: true });
  if (markers.length > 1) document.set("missing", flow(markers));
  document.set("rows", flow({ minimum: rows, maximum: rows }));
  const map: YAMLMap = document.createNode({}) as YAMLMap;
  for (const { name, nullable, ...column } of columns)
    map.add(document.createPair(name, flow(nullable ? { ...column, nullable } : column)));
  document.set("columns", map);
  return document.toString({ lineWidth: 0 });
}
