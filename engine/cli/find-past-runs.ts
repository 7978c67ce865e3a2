import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type ListedRun, pastRuns } from "../history/past-runs.ts";
import { findRun } from "../history/run-names.ts";
import type { Platform } from "../platform/platform.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { type FoundHistory, findHistory, findProjectHistory } from "./find-history.ts";

export interface FoundRuns {
  readonly found: FoundHistory;
  /** Those that were named, in that order. */
  readonly runs: readonly ListedRun[];
  /** Of the pipeline, or of the project, newest first. */
  readonly all: readonly ListedRun[];
}

export interface RunWords {
  /** `[PIPELINE] [RUN…]`. */
  readonly words: readonly string[];
  /** Of any pipeline of the project. */
  readonly anyPipeline: boolean;
}

/** The past runs that the words mean; none where they name none. */
export function findPastRuns(platform: Platform, { words, anyPipeline }: RunWords): Result<FoundRuns, Diagnostic> {
  const found: Result<FoundHistory, Diagnostic> = anyPipeline
    ? success({ ...findProjectHistory(platform), words })
    : findHistory(platform, words);
  if (!found.ok) return found;
  const { history, pipeline } = found.value;
  const all = pastRuns(platform, history.projectRoot).filter((run) => pipeline === undefined || run.pipeline === pipeline);
  const ids = all.map(({ run }) => run);
  const runs: ListedRun[] = [];
  for (const word of found.value.words) {
    const meant = findRun(ids, word);
    if (!meant.ok) return failure(meant.failure);
    runs.push(...all.filter(({ run }) => run === meant.value));
  }
  return success({ found: found.value, runs, all });
}
