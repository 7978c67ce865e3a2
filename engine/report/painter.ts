import { createColors } from "picocolors";

/** Colour for whoever has it. No line needs it to be understood. */
export interface Painter {
  /** What went well. */
  good(text: string): string;
  /** What a person must act on. */
  bad(text: string): string;
  /** What a person should look at. */
  caution(text: string): string;
  /** What may be skipped while reading. */
  quiet(text: string): string;
  /** Names and headings. */
  strong(text: string): string;
}

export function painter(colour: boolean): Painter {
  const colours = createColors(colour);
  return { good: colours.green, bad: colours.red, caution: colours.yellow, quiet: colours.dim, strong: colours.bold };
}
