import { StringDecoder } from "node:string_decoder";

/** A program that writes no line breaks must not fill the memory: longer lines are cut here, in UTF-16 code units. */
export const longestLine = 64 * 1024;

/** Cuts a stream of bytes into lines of text. A character whose bytes come in two chunks stays whole. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  readonly #decoder = new StringDecoder("utf8");
  readonly #limit: number;
  #rest = "";

  constructor(onLine: (line: string) => void, limit = longestLine) {
    this.#onLine = onLine;
    this.#limit = limit;
  }

  write(chunk: Buffer): void {
    const text = this.#rest + this.#decoder.write(chunk);
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
      this.#emit(text.slice(start, text.charCodeAt(end - 1) === carriageReturn && end > start ? end - 1 : end));
      start = end + 1;
    }
    this.#rest = text.slice(start);
    if (this.#rest.length >= this.#limit) this.#rest = this.#cut(this.#rest);
  }

  /** What follows the last line break is a line too. */
  end(): void {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = "";
    if (rest !== "") this.#emit(rest);
  }

  #emit(line: string): void {
    const rest = line.length > this.#limit ? this.#cut(line) : line;
    this.#onLine(rest);
  }

  /** Emits whole pieces, never between the halves of a surrogate pair; returns what is left. */
  #cut(line: string): string {
    let rest = line;
    while (rest.length > this.#limit) {
      const end = isHighSurrogate(rest.charCodeAt(this.#limit - 1)) ? this.#limit - 1 : this.#limit;
      this.#onLine(rest.slice(0, end));
      rest = rest.slice(end);
    }
    return rest;
  }
}

const carriageReturn = 0x0d;
const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
