import { join } from "node:path";
import type { RunHistory } from "../events/durations.ts";
import { listRuns } from "./list-runs.ts";
import { logPathOf } from "./read-run.ts";

export interface PruneRequest {
  /** The newest ones that stay in any case. */
  readonly keep: number;
  /** Only what began before that moment goes; milliseconds since the epoch. */
  readonly before?: number;
  /** Ids of runs that stay: of one that is at work. */
  readonly except?: ReadonlySet<string>;
}

/** Ids of the runs that would go, oldest last. An id begins with the moment of its run. */
export function prunableRuns(history: RunHistory, { keep, before, except = new Set() }: PruneRequest): readonly string[] {
  const limit = before === undefined ? undefined : new Date(before).toISOString().replace(/[-:.]/g, "");
  return listRuns(history)
    .slice(keep)
    .filter((run) => !except.has(run) && (limit === undefined || run < limit));
}

/** Removes the logs of those runs, and what their stages printed: that first, so that a kill leaves nothing that no list shows. */
export function removeRuns(history: RunHistory, runs: readonly string[]): void {
  for (const run of runs) {
    history.disk.remove("run-log", join(history.projectRoot, ".millrace", "logs", run));
    history.disk.remove("run-log", logPathOf(history, run));
  }
}
