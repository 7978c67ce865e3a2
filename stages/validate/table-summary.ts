import { cellAt } from "../shared/table/column.ts";
import type { Column, Table } from "../shared/table/table.ts";

/** A table's columns in Markdown: type, missing values, and range with mean, or the most frequent values. */
export function tableSummary(table: Table): string {
  const head = [
    "# Table",
    "",
    `${count(table.rows, "row")}, ${count(table.columns.length, "column")}; every check of the schema holds.`,
    "",
  ];
  const rows = table.columns.map((column) => [column.name, column.type, ...describe(column, table.rows)].map(escapeCell));
  const lines = [["column", "type", "missing", "values"], ["---", "---", "---:", "---"], ...rows].map((row) => `| ${row.join(" | ")} |`);
  return `${[...head, ...lines].join("\n")}\n`;
}

function describe(column: Column, rows: number): readonly [missing: string, values: string] {
  const cells = Array.from({ length: rows }, (_, row) => cellAt(column, row)).filter((cell) => cell !== null);
  const missing = String(rows - cells.length);
  if (cells.length === 0) return [missing, "none"];
  if (column.type === "number" || column.type === "integer") return [missing, rangeText(cells.map(Number))];
  return [missing, frequencies(cells.map(String))];
}

function rangeText(values: readonly number[]): string {
  const least = values.reduce((left, right) => Math.min(left, right));
  const greatest = values.reduce((left, right) => Math.max(left, right));
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  return `${rounded(least)} to ${rounded(greatest)}, mean ${rounded(mean)}`;
}

const mostShown = 8;

/** Most frequent first; of equally frequent ones, the first in the table. */
function frequencies(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  if (counts.size > mostShown && counts.size > texts.length / 2) return `${counts.size} distinct`;
  const ranked = [...counts].sort(([, left], [, right]) => right - left).slice(0, mostShown);
  const shown = ranked.map(([text, times]) => `${text} (${times})`).join(", ");
  return counts.size > mostShown ? `${shown}, … (${counts.size} distinct)` : shown;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function escapeCell(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll(/\s+/gu, " ");
}
