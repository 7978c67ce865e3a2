import { resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Platform } from "../platform/platform.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { findPipelines } from "../spec/pipeline-naming.ts";
import { type FoundPipeline, findPipeline } from "./find-pipeline.ts";
import { usageError } from "./usage-error.ts";

export interface RevisionWords {
  readonly pipeline: FoundPipeline;
  /** None, one, or two. */
  readonly revisions: readonly string[];
}

/**
 * Which of the words is the pipeline: a branch may hold a `/` too, so that here it is what ends in `.yaml`, begins with `./` or `../`,
 * or is a folder with a pipeline in it. The others name commits.
 */
export function revisionWords(platform: Platform, words: readonly string[]): Result<RevisionWords, Diagnostic> {
  const places = words.filter((word) => isPlace(platform, word));
  const revisions = words.filter((word) => !places.includes(word));
  const [place] = places;
  if (places.length > 1) return failure(tooMany(`there are ${places.length} pipelines: ${places.join(", ")}`));
  if (revisions.length > 2) return failure(tooMany(`there are ${revisions.length} commits: ${revisions.join(", ")}`));
  const found = findPipeline(platform, place === undefined ? [] : [place]);
  return found.ok ? success({ pipeline: found.value, revisions }) : found;
}

function isPlace({ disk, environment }: Platform, word: string): boolean {
  if (/\.ya?ml$/.test(word) || /^\.{0,2}\//.test(word) || word === ".") return true;
  return findPipelines(disk, resolve(environment.workingDirectory, word)).length > 0;
}

const tooMany = (message: string): Diagnostic =>
  usageError("option-value", {
    message,
    hint: "name one pipeline, and at most two commits: millrace metrics diff main HEAD pipelines/wine",
  });
