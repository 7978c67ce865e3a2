import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean, listOf } from "../diagnostics/did-you-mean.ts";
import type { Lock } from "../lock/lock-file.ts";
import { usageError } from "./usage-error.ts";

interface KnownStages {
  /** Of the pipeline as it is now: names, without instances. */
  readonly stages: readonly { readonly name: { readonly value: string } }[];
  /** What they were called when these were written. */
  readonly locks: readonly Lock[];
}

/**
 * What `--stage` names and nobody knows. Told as "no metrics", a misspelling would let a check in a CI pass for ever. Of a matrix, an
 * instance that is not there (yet) passes.
 */
export function unknownStages(wanted: readonly string[], { stages, locks }: KnownStages): readonly Diagnostic[] {
  const now = stages.map(({ name }) => name.value);
  const known = new Set([...now, ...locks.flatMap(({ records }) => [...records.keys()].map(nameOf))]);
  return wanted
    .filter((word) => !known.has(nameOf(word)))
    .map((word) => {
      const near = didYouMean(word, known);
      return usageError("unknown-selection", {
        message: `no stage is named \`${word}\``,
        why: now.length === 0 ? "the pipeline has none" : `the stages are ${listOf(now)}`,
        ...(near !== undefined && { hint: `did you mean --stage ${near}?` }),
      });
    });
}

const nameOf = (stage: string): string => stage.split("@")[0] ?? stage;
