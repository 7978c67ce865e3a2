import { characterWidth } from "./display-width.ts";
import { lineAt } from "./text-lines.ts";

/** Two columns less than a terminal has: frames are shown indented by two. */
const frameWidth = 78;
const tabStop = 4;
const ellipsis = "…";

export interface FrameRequest {
  readonly text: string;
  /** Offsets in UTF-16 code units. A range over several lines is marked to the end of its first. */
  readonly start: number;
  readonly end: number;
}

/**
 * The line of a range between its neighbours, with a marker under the range. No line is wider than 78 columns: a long one is cut
 * to a window around the range. Tabs are spread out, wide characters take two columns, control characters are shown as `�`.
 */
export function codeFrame({ text, start, end }: FrameRequest): string {
  const line = lineAt(text, start);
  const above = line.start > 0 ? lineAt(text, line.start - 1) : undefined;
  const below = line.next < text.length ? lineAt(text, line.next) : undefined;
  const digits = String(line.number + 1).length;
  const room = frameWidth - digits - 5;

  const marked = spread(text.slice(line.start, line.end));
  const from = columnOf(marked, start - line.start);
  const to = Math.max(from + 1, columnOf(marked, Math.min(end, line.end) - line.start));
  const offset = to <= room ? 0 : Math.max(0, Math.min(from - Math.floor(room / 3), widthOf(marked) - room + 1));

  const rows: string[] = [];
  const gutter = (number: number | undefined, sign: string) => `${sign} ${number === undefined ? "" : number}`.padEnd(digits + 3);
  const row = (number: number, sign: string, cells: readonly Cell[]) =>
    rows.push(`${`${sign} ${String(number).padStart(digits)} | ${crop(cells, offset, room)}`.trimEnd()}`);

  if (above !== undefined) row(above.number, " ", spread(text.slice(above.start, above.end)));
  row(line.number, ">", marked);
  const markerWidth = Math.max(1, Math.min(to - offset, room) - (from - offset));
  rows.push(`${gutter(undefined, " ")}| ${" ".repeat(from - offset)}${"^".repeat(markerWidth)}`);
  if (below !== undefined) row(below.number, " ", spread(text.slice(below.start, below.end)));
  return rows.join("\n");
}

interface Cell {
  readonly shown: string;
  readonly width: number;
  /** Terminal column, and offset in code units, at which it begins. */
  readonly column: number;
  readonly index: number;
}

function spread(line: string): readonly Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  let index = 0;
  for (const character of line) {
    const cell = shownAs(character, column);
    cells.push({ ...cell, column, index });
    column += cell.width;
    index += character.length;
  }
  return cells;
}

function shownAs(character: string, column: number): { readonly shown: string; readonly width: number } {
  if (character === "\t") {
    const width = tabStop - (column % tabStop);
    return { shown: " ".repeat(width), width };
  }
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return { shown: "\uFFFD", width: 1 };
  return { shown: character, width: characterWidth(character) };
}

const widthOf = (cells: readonly Cell[]): number => {
  const last = cells.at(-1);
  return last === undefined ? 0 : last.column + last.width;
};

const columnOf = (cells: readonly Cell[], index: number): number => cells.find((cell) => cell.index >= index)?.column ?? widthOf(cells);

/** The columns `[offset, offset + room)`, with an ellipsis where something was cut. */
function crop(cells: readonly Cell[], offset: number, room: number): string {
  const cutLeft = offset > 0;
  const cutRight = widthOf(cells) - offset > room;
  const first = offset + (cutLeft ? 1 : 0);
  const last = offset + room - (cutRight ? 1 : 0);
  const inside = cells.filter((cell) => cell.column >= first && cell.column + cell.width <= last);
  if (inside.length === 0) return cutLeft && widthOf(cells) > 0 ? ellipsis : "";
  const padding = " ".repeat(Math.max(0, (inside[0]?.column ?? first) - first));
  return `${cutLeft ? ellipsis : ""}${padding}${inside.map((cell) => cell.shown).join("")}${cutRight ? ellipsis : ""}`;
}
