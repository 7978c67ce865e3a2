import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import type { ProjectPath } from "../platform/identity.ts";
import { failure, type Result, success } from "../platform/result.ts";
import type { ListedRun } from "./past-runs.ts";
import type { RunOutcome } from "./run-outcome.ts";
import { namesOf, valueIn } from "./run-value.ts";
import { readSortKey, sortRuns } from "./sort-runs.ts";
import { whereRuns } from "./where.ts";

export interface RunSelection {
  /** Only this one's; absent: of all pipelines. */
  readonly pipeline?: ProjectPath;
  /** Empty: any. */
  readonly outcomes: readonly RunOutcome[];
  /** In which this stage ran or failed; of a matrix, one of its instances. */
  readonly stage?: string;
  /** Begun at or after this moment; milliseconds since the epoch. */
  readonly since?: number;
  /** Conditions that all hold. */
  readonly where: readonly string[];
  /** `accuracy`, `duration:desc`; absent: newest first. */
  readonly sort?: string;
}

/** The runs that are asked for, in the order that is asked for. */
export function selectRuns(runs: readonly ListedRun[], selection: RunSelection): Result<readonly ListedRun[], Diagnostic> {
  const { pipeline, outcomes, stage, since, sort } = selection;
  let kept = runs.filter(
    (run) =>
      (pipeline === undefined || run.pipeline === pipeline) &&
      (outcomes.length === 0 || outcomes.includes(run.outcome)) &&
      (since === undefined || run.at >= since) &&
      (stage === undefined || run.ran.some((name) => name === stage || name.startsWith(`${stage}@`))),
  );
  for (const condition of selection.where) {
    const held = whereRuns(kept, condition);
    if (!held.ok) return held;
    kept = [...held.value];
  }
  if (sort === undefined) return success(kept);
  const key = readSortKey(sort);
  if (kept.length > 0 && key.name !== "when" && kept.every((run) => valueIn(run, key.name) === undefined)) {
    return failure(unsortable(key.name, kept));
  }
  return success(sortRuns(kept, key));
}

export function unsortable(name: string, runs: Parameters<typeof namesOf>[0]): Diagnostic {
  const near = didYouMean(name, [...namesOf(runs), "when"]);
  return {
    code: "option-value",
    severity: "error",
    message: `--sort ${name}: nothing here has a param or metric of that name`,
    hint: near === undefined ? "when, duration, or a param or metric; with :asc or :desc" : `did you mean ${near}?`,
  };
}
