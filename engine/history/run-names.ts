import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { digestOf } from "../key/digest.ts";
import { failure, type Result, success } from "../platform/result.ts";

/** Letters of a short name: enough that two of a thousand runs rarely share them. */
const shortest = 6;

/**
 * A few hexadecimal digits for each run, as git has for commits: an id is made of a time, which begins like those of the same day.
 * Where two runs share them, both have more.
 */
export function shortNames(runs: readonly string[]): ReadonlyMap<string, string> {
  const digests = new Map(runs.map((run) => [run, digestOf(run)] as const));
  const seen = new Map<string, number>();
  for (const digest of digests.values()) seen.set(digest.slice(0, shortest), (seen.get(digest.slice(0, shortest)) ?? 0) + 1);
  return new Map(
    [...digests].map(([run, digest]) => [run, seen.get(digest.slice(0, shortest)) === 1 ? digest.slice(0, shortest) : digest.slice(0, 16)]),
  );
}

/**
 * The run that a word means: `undefined` and `latest` the newest, `-1` the one before it, else a name or an id, or the beginning of
 * one. `runs` are ids, newest first.
 */
export function findRun(runs: readonly string[], word: string | undefined): Result<string, Diagnostic> {
  const [latest] = runs;
  if (latest === undefined) return failure(noRuns);
  const back = word === undefined || word === "latest" ? 0 : /^-\d+$/.test(word) ? -Number(word) : undefined;
  if (back !== undefined) {
    const run = runs[back];
    return run === undefined ? failure(unknown(word ?? "", `${runs.length} are kept`)) : success(run);
  }
  const meant = runs.filter((run) => run.startsWith(word ?? "") || digestOf(run).startsWith(word ?? ""));
  const exact = meant.find((run) => run === word);
  const [only, ...others] = exact === undefined ? meant : [exact];
  if (only === undefined) return failure(unknown(word ?? "", undefined));
  if (others.length > 0) return failure(ambiguous(word ?? "", meant));
  return success(only);
}

const noRuns: Diagnostic = {
  code: "run-unknown",
  severity: "error",
  message: "no run is kept here",
  why: "nothing has run yet, or the logs were removed; a run that found everything fresh leaves none",
  hint: "millrace run",
};

const unknown = (word: string, why: string | undefined): Diagnostic => ({
  code: "run-unknown",
  severity: "error",
  message: `there is no run ${word}`,
  ...(why !== undefined && { why }),
  hint: "millrace runs lists them; -1 is the one before the latest",
});

function ambiguous(word: string, runs: readonly string[]): Diagnostic {
  const names = shortNames(runs);
  const shown = runs.slice(0, 4).map((run) => names.get(run));
  return {
    code: "run-unknown",
    severity: "error",
    message: `${word} may mean ${runs.length} runs`,
    hint: `one of ${shown.join(", ")}${runs.length > shown.length ? ", …" : ""}`,
  };
}
