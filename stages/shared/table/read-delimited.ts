import { CsvError, parse } from "csv-parse/sync";
import { checkColumnNames } from "./column-names.ts";
import { readFailure } from "./read-failure.ts";
import type { SourceTable } from "./source-table.ts";
import { readUtf8 } from "./utf8-text.ts";

/**
 * Reads comma- or tab-separated values (RFC 4180): UTF-8, a first row of column names, quoted fields, LF or CRLF, empty lines
 * left out. Throws StageFailure `table-read` with the line, above all where a row has too few or too many fields.
 */
export async function readDelimited({ path, file, delimiter }: { path: string; file: string; delimiter: string }): Promise<SourceTable> {
  const records = recordsOf(await readUtf8(path, file), { file, delimiter });
  const [header, ...rows] = records;
  const names = header?.record ?? [];
  checkColumnNames(names, file);
  rows.forEach((row) => {
    if (row.record.length === names.length) return;
    const found = `${row.record.length} field${row.record.length === 1 ? "" : "s"}`;
    throw readFailure({
      message: `line ${firstLineOf(row)} of ${file} has ${found}, the first row has ${names.length}`,
      why: `it reads ${shortened(row.record.join(delimiter))}`,
      hint: hintOfCount(names, { row: row.record, delimiter }),
    });
  });
  return {
    file,
    rows: rows.length,
    typed: false,
    columns: names.map((name, index) => ({ name, cells: rows.map((row) => row.record[index] ?? null) })),
    placeOf: (row) => `line ${rows[row] === undefined ? "?" : firstLineOf(rows[row])}`,
  };
}

/** Where the first row is a single name with semicolons in it, the commas are those of numbers, as many countries write them. */
function hintOfCount(names: readonly string[], { row, delimiter }: { row: readonly string[]; delimiter: string }): string {
  const [name = ""] = names;
  if (names.length === 1 && name.includes(";") && row.join(delimiter).includes(";")) {
    return "the columns seem to be separated by semicolons: write it with commas or tabs, and numbers with points, as 1.5";
  }
  return `a field that holds ${delimiter === "\t" ? "a tab" : "a comma"} or a line break is written in double quotes`;
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function recordsOf(text: string, { file, delimiter }: { file: string; delimiter: string }): readonly ParsedRecord[] {
  try {
    return parse(text, {
      delimiter,
      record_delimiter: ["\r\n", "\n"],
      skip_empty_lines: true,
      relax_column_count: true,
      info: true,
    }) as unknown as ParsedRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === "number" ? error.lines : "?";
    throw readFailure({
      message: `line ${line} of ${file} has a quote that does not fit`,
      why: error.message,
      hint: 'a quote inside a quoted field is written twice: "5"" pipe"',
    });
  }
}

function shortened(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/** The parser counts the line on which a record ends. */
function firstLineOf({ record, info }: ParsedRecord): number {
  const breaks = record.reduce((sum, field) => sum + field.split("\n").length - 1, 0);
  return info.lines - breaks;
}
