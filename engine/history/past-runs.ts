import type { Platform } from "../platform/platform.ts";
import { isRunOf, processAtWork } from "./run-at-work.ts";
import { readOverviews } from "./run-index.ts";
import { shortNames } from "./run-names.ts";
import { outcomeOf, type RunOutcome } from "./run-outcome.ts";
import type { RunOverview } from "./run-overview.ts";

/** A run as lists show it. */
export interface ListedRun extends RunOverview {
  /** A few letters that mean this run and no other. */
  readonly short: string;
  readonly outcome: RunOutcome;
}

/** All that are kept in a project, newest first. */
export function pastRuns(platform: Platform, projectRoot: string): readonly ListedRun[] {
  const overviews = readOverviews({ disk: platform.disk, projectRoot });
  const atWork = processAtWork(platform, projectRoot);
  const names = shortNames(overviews.map(({ run }) => run));
  return overviews.map((overview) => ({
    ...overview,
    short: names.get(overview.run) ?? overview.run,
    outcome: overview.exitCode === undefined ? unfinished(overview.run, atWork) : outcomeOf(overview.exitCode),
  }));
}

export const unfinished = (run: string, atWork: number | undefined): RunOutcome => (isRunOf(run, atWork) ? "running" : "killed");
