import type { Console } from "../platform/console.ts";
import { cut } from "./columns.ts";

/** The last rows of a terminal, redrawn in place; what is printed meanwhile goes above them, in the same write. */
export class LiveRegion {
  readonly #console: Console;
  #above = "";
  #drawn: readonly string[] = [];

  constructor(console: Console) {
    this.#console = console;
  }

  /** Lines that stay; they appear with the next `draw`. */
  print(text: string): void {
    this.#above += `${text}\n`;
  }

  draw(rows: readonly string[]): void {
    // One less than the window: a full row would wrap on some terminals, and the count of rows to erase would be wrong.
    const shown = rows.map((row) => cut(row, this.#console.terminal.columns - 1));
    const same = shown.length === this.#drawn.length && shown.every((row, index) => row === this.#drawn[index]);
    if (this.#above === "" && same) return;
    // From the first column: the terminal itself writes `^C` where the cursor is.
    const erase = this.#drawn.length === 0 ? "" : `\r\u001b[${this.#drawn.length}A\u001b[J`;
    this.#console.error(erase + this.#above + shown.map((row) => `${row}\n`).join(""));
    this.#above = "";
    this.#drawn = shown;
  }
}
