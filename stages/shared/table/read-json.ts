import { checkColumnNames } from "./column-names.ts";
import { readFailure } from "./read-failure.ts";
import type { Cell, SourceTable } from "./source-table.ts";
import { readUtf8 } from "./utf8-text.ts";

type JsonRow = Readonly<Record<string, Cell>>;

/**
 * Reads a JSON list of flat objects, one a row. The columns are the keys in the order in which they first occur; a key that an
 * object lacks is a missing value. Throws StageFailure `table-read`.
 */
export async function readJson(path: string, file: string): Promise<SourceTable> {
  const text = await readUtf8(path, file);
  const value = parseJson(text, (reason) => readFailure({ message: `${file} is not JSON`, why: placed(reason, text) }));
  if (!Array.isArray(value)) {
    throw readFailure({
      message: `${file} holds no list of rows`,
      hint: 'write [{ "column": value, … }, …], or one object a line as .jsonl',
    });
  }
  const placeOf = (row: number) => `row ${row + 1}`;
  return fromRows({ file, rows: value.map((row: unknown, index) => checkRow({ row, place: placeOf(index), file })), placeOf });
}

/** Reads one JSON object a line; empty lines are left out. Otherwise as `readJson`, but messages name the line. */
export async function readJsonLines(path: string, file: string): Promise<SourceTable> {
  const lines = (await readUtf8(path, file)).split("\n").flatMap((text, index) => (text.trim() === "" ? [] : [{ text, line: index + 1 }]));
  const rows = lines.map(({ text, line }) => {
    const row = parseJson(text, (why) => readFailure({ message: `line ${line} of ${file} is not JSON`, why }));
    return checkRow({ row, place: `line ${line}`, file });
  });
  return fromRows({ file, rows, placeOf: (row) => `line ${lines[row]?.line ?? "?"}` });
}

function fromRows({ file, rows, placeOf }: { file: string; rows: readonly JsonRow[]; placeOf: (row: number) => string }): SourceTable {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  checkColumnNames(names, file);
  const columns = names.map((name) => ({ name, cells: rows.map((row) => (Object.hasOwn(row, name) ? (row[name] ?? null) : null)) }));
  return { file, rows: rows.length, typed: true, columns, placeOf };
}

function checkRow({ row, place, file }: { row: unknown; place: string; file: string }): JsonRow {
  if (typeof row !== "object" || row === null || Array.isArray(row)) {
    throw readFailure({ message: `${place} of ${file} is no object`, hint: 'write a row as { "column": value, … }' });
  }
  for (const [name, value] of Object.entries(row)) {
    if (typeof value === "object" && value !== null) {
      throw readFailure({
        message: `${place} of ${file} has a ${Array.isArray(value) ? "list" : "nested object"} in column ${name}`,
        hint: "a table holds texts, numbers, booleans and null; write one column for each nested value",
      });
    }
  }
  return row as JsonRow;
}

function parseJson(text: string, failureFor: (reason: string) => Error): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw failureFor(error instanceof Error ? error.message : String(error));
  }
}

/** Node 20 counts characters, later versions add the line. */
function placed(reason: string, text: string): string {
  const position = /at position (\d+)(?! \()/.exec(reason)?.[1];
  if (position === undefined) return reason;
  const before = text.slice(0, Number(position)).split("\n");
  return `${reason} (line ${before.length} column ${(before.at(-1)?.length ?? 0) + 1})`;
}
