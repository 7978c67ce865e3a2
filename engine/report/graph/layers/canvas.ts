import { characterWidth } from "../../../diagnostics/display-width.ts";
import type { Net } from "./net.ts";

export type Style = (text: string) => string;

interface Cell {
  readonly character: string;
  readonly style: Style | undefined;
}

/** Directions in which a line leaves a cell. */
export const up = 1;
export const down = 2;
export const leftwards = 4;
export const rightwards = 8;

/** The character for each set of directions. */
const lines = " │││─╯╮┤─╰╭├─┴┬┼";

/** A sheet of terminal columns and rows. Text goes over lines. */
export class Canvas {
  readonly #cells: (Cell | undefined)[][] = [];
  readonly #lines: Map<Net, number>[][] = [];

  /** Wide characters take two columns. */
  text(
    text: string,
    { row, column, style }: { readonly row: number; readonly column: number; readonly style?: Style | undefined },
  ): number {
    let at = column;
    for (const character of text) {
      const width = characterWidth(character);
      if (width === 0) continue;
      this.#row(this.#cells, row)[at] = { character, style };
      if (width === 2) this.#row(this.#cells, row)[at + 1] = { character: "", style };
      at += width;
    }
    return at;
  }

  line(net: Net, { row, column, directions }: { readonly row: number; readonly column: number; readonly directions: number }): void {
    const cells = this.#row(this.#lines, row);
    const here = cells[column] ?? new Map<Net, number>();
    here.set(net, (here.get(net) ?? 0) | directions);
    cells[column] = here;
  }

  toString(): string {
    const rows = Math.max(this.#cells.length, this.#lines.length);
    return Array.from({ length: rows }, (_, row) => `${this.#rendered(row)}\n`).join("");
  }

  #rendered(row: number): string {
    const cells = this.#cells[row] ?? [];
    const drawn = this.#lines[row] ?? [];
    const parts: { text: string; style: Style | undefined }[] = [];
    for (let column = 0; column < Math.max(cells.length, drawn.length); column += 1) {
      const { character, style } = cells[column] ?? { character: joined(drawn[column]), style: undefined };
      const last = parts.at(-1);
      if (last !== undefined && last.style === style) last.text += character;
      else parts.push({ text: character, style });
    }
    const end = parts.at(-1);
    if (end !== undefined && end.style === undefined) end.text = end.text.trimEnd();
    return parts.map(({ text, style }) => (style === undefined ? text : style(text))).join("");
  }

  #row<Value>(rows: Value[][], row: number): Value[] {
    const found = rows[row] ?? [];
    rows[row] = found;
    for (let index = 0; index < row; index += 1) rows[index] ??= [];
    return found;
  }
}

/** Of two nets that cross, the one that goes down is drawn through; those that end at one port join. */
function joined(nets: Map<Net, number> | undefined): string {
  if (nets === undefined) return " ";
  const sets = [...nets.values()];
  const sideways = leftwards | rightwards;
  const straight = sets.some((set) => set === (up | down)) && sets.some((set) => set === sideways);
  const union = sets.reduce((all, set) => all | set, 0);
  return straight && sets.every((set) => set === sideways || set === (up | down)) ? "│" : (lines[union] ?? " ");
}
