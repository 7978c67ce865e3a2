import type { Clock } from "../../engine/platform/clock.ts";
import type { Console } from "../../engine/platform/console.ts";

/** A console that keeps what it was given, and what a terminal of that width would show of it. */
export class Screen implements Console {
  readonly dataIsPlain = false;
  stdout = "";
  stderr = "";
  writes = 0;
  readonly terminal: Console["terminal"];

  constructor(terminal: Partial<Console["terminal"]> = {}) {
    this.terminal = { interactive: false, columns: 80, colour: false, ...terminal };
  }

  out(text: string): void {
    this.stdout += text;
  }

  error(text: string): void {
    this.writes += 1;
    this.stderr += text;
  }

  /** Understands what LiveRegion writes: line feeds, returns, "up n rows" and "erase below". Fails on rows that would wrap. */
  shown(): string {
    const rows = [""];
    let column = 0;
    const control = "\u001b";
    for (const part of this.stderr.split(new RegExp(`(${control}\\[\\d*[A-Z]|\\n|\\r)`))) {
      const last = rows.length - 1;
      if (part === "\r") column = 0;
      else if (part === "\n") {
        rows.push("");
        column = 0;
      } else if (part === `${control}[J`) continue;
      else if (part.startsWith(`${control}[`)) {
        const row = last - Number.parseInt(part.slice(2), 10);
        rows.splice(row, rows.length, (rows[row] ?? "").slice(0, column));
      } else {
        rows[last] = (rows[last] ?? "").slice(0, column) + part;
        column += part.length;
      }
    }
    return rows.join("\n");
  }
}

/** Time that passes when the test says so. */
export class TestClock implements Clock {
  #elapsed = 0;
  readonly #waiting = new Set<{ readonly due: number; readonly done: () => void }>();

  now(): number {
    return Date.UTC(2026, 2, 4, 5, 6, 7) + this.#elapsed;
  }

  elapsed(): number {
    return this.#elapsed;
  }

  wait(milliseconds: number, until?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(entry);
        until?.removeEventListener("abort", done);
        resolve();
      };
      const entry = { due: this.#elapsed + milliseconds, done };
      this.#waiting.add(entry);
      until?.addEventListener("abort", done);
    });
  }

  async advance(milliseconds: number): Promise<void> {
    this.#elapsed += milliseconds;
    for (const entry of [...this.#waiting]) if (entry.due <= this.#elapsed) entry.done();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
