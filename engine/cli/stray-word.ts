import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import { usageError } from "./usage-error.ts";

export interface Expected {
  /** What the user was at: `metrics`. */
  readonly command: string;
  /** Words that make other commands of it: `diff`. */
  readonly seconds: readonly string[];
  /** The hint where none of these can have been meant. */
  readonly otherwise: string;
}

/** A word behind a command that is no pipeline: most often a second word that is misspelt, as in `metrics dif`. */
export function strayWord(word: string, { command, seconds, otherwise }: Expected): Diagnostic {
  const near = didYouMean(word, seconds);
  return usageError("option-value", {
    message: `${word} is no pipeline`,
    hint: near === undefined ? otherwise : `did you mean millrace ${command} ${near}?`,
  });
}
