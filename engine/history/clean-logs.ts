import { join } from "node:path";
import type { RunHistory } from "../events/durations.ts";
import { bytesBelow } from "../run/bytes-below.ts";
import type { Cleaned } from "../run/clean-state.ts";
import { prunableRuns, removeRuns } from "./prune-runs.ts";
import { logPathOf } from "./read-run.ts";

/** Logs of all runs but the newest, with what their stages printed. */
export function cleanLogs(history: RunHistory, { keep, dryRun }: { readonly keep: number; readonly dryRun: boolean }): Cleaned {
  const runs = prunableRuns(history, { keep });
  const { disk, projectRoot } = history;
  const bytes = runs.reduce(
    (sum, run) => sum + bytesBelow(disk, join(projectRoot, ".millrace", "logs", run)) + bytesBelow(disk, logPathOf(history, run)),
    0,
  );
  if (!dryRun) removeRuns(history, runs);
  return { count: runs.length, bytes };
}
