import { displayWidth } from "../diagnostics/display-width.ts";
import type { Painter } from "./painter.ts";

/** A column of a table: its cells are in the order of the rows. */
export interface Column {
  readonly head: string;
  readonly cells: readonly string[];
  /** Figures stand to the right. */
  readonly right?: boolean;
  /** Where the table is too wide, the column of the highest rank goes first; 0 never goes. */
  readonly rank: number;
  /** Colour of a cell; the text must do without. */
  readonly colour?: (text: string, row: number) => string;
}

export interface TextTable {
  readonly lines: readonly string[];
  /** Heads of the columns for which there was no room. */
  readonly omitted: readonly string[];
}

const gap = 2;

/** Aligned columns in at most that many characters, as far as columns of rank 0 leave room. */
export function textTable(columns: readonly Column[], { width, paint }: { readonly width: number; readonly paint: Painter }): TextTable {
  const kept = [...columns];
  const omitted: string[] = [];
  while (totalWidth(kept) > width) {
    const [goes] = kept.toSorted((left, right) => right.rank - left.rank);
    if (goes === undefined || goes.rank === 0) break;
    kept.splice(kept.indexOf(goes), 1);
    omitted.unshift(goes.head);
  }
  const sized = kept.map((column) => ({ column, width: widthOf(column) }));
  const heads = sized.map((part) => ({ text: part.column.head, ...part }));
  const rows = (columns[0]?.cells ?? []).map((_, row) => sized.map((part) => ({ text: part.column.cells[row] ?? "", row, ...part })));
  return { lines: [line(heads, paint.quiet), ...rows.map((cells) => line(cells))], omitted };
}

interface Cell {
  readonly text: string;
  readonly column: Column;
  readonly width: number;
  readonly row?: number;
}

function line(cells: readonly Cell[], paintHead?: (text: string) => string): string {
  let pending = "";
  let shown = "";
  for (const { text, column, width, row } of cells) {
    const space = " ".repeat(width - displayWidth(text));
    const painted = row === undefined ? (paintHead ?? plain)(text) : (column.colour ?? plain)(text, row);
    const [before, after] = column.right === true ? [space, ""] : ["", space];
    if (text !== "") {
      shown += pending + before + painted;
      pending = after;
    } else pending += before + after;
    pending += " ".repeat(gap);
  }
  return shown;
}

const plain = (text: string): string => text;

const widthOf = ({ head, cells }: Column): number =>
  cells.reduce((widest, cell) => Math.max(widest, displayWidth(cell)), displayWidth(head));

const totalWidth = (columns: readonly Column[]): number => columns.reduce((sum, column) => sum + widthOf(column) + gap, 0) - gap;

/** For a pull request: every column. */
export function markdownTable(columns: readonly Column[]): string {
  const rows = (columns[0]?.cells ?? []).map((_, row) => columns.map(({ cells }) => cells[row] ?? ""));
  const lines = [columns.map(({ head }) => head), columns.map(({ right }) => (right === true ? "---:" : "---")), ...rows];
  return lines.map((cells) => `| ${cells.map(escaped).join(" | ")} |\n`).join("");
}

const escaped = (cell: string): string => cell.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("\n", " ");
