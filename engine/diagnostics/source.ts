/** A text that a person wrote, kept so that whatever fails later can point at it. */
export interface Source {
  /** As shown to the user: a path relative to the working directory, or `--set`. */
  readonly name: string;
  readonly text: string;
  /** Absolute, where it is a file. */
  readonly path?: string;
}

/** `[source, start, end)`: an index into a list of sources and offsets in its text, in UTF-16 code units. */
export type Span = readonly [source: number, start: number, end: number];

export interface Located<Value> {
  readonly value: Value;
  readonly at: Span;
}
