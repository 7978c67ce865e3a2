export interface TextLine {
  /** Counts from 1. */
  readonly number: number;
  /** Offsets of its first character, of its end without the line break, and of the next line. */
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** The line that holds an offset. Lines end with `\n` or `\r\n`. */
export function lineAt(text: string, offset: number): TextLine {
  const within = Math.max(0, Math.min(offset, text.length));
  let number = 1;
  let start = 0;
  for (let feed = text.indexOf("\n"); feed !== -1 && feed < within; feed = text.indexOf("\n", start)) {
    number += 1;
    start = feed + 1;
  }
  const feed = text.indexOf("\n", start);
  const stop = feed === -1 ? text.length : feed;
  const end = stop > start && text[stop - 1] === "\r" ? stop - 1 : stop;
  return { number, start, end, next: feed === -1 ? text.length : feed + 1 };
}
