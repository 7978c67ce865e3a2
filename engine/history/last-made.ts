import type { RunHistory } from "../events/durations.ts";
import type { Digest, StageId } from "../platform/identity.ts";
import { listRuns } from "./list-runs.ts";
import { logPathOf, readRun } from "./read-run.ts";

/** The run that made what is here. */
export interface LastMade {
  readonly run: string;
  /** Milliseconds since the epoch: the start of that run. */
  readonly at: number;
  readonly milliseconds: number;
}

/** Runs that are looked through, newest first. */
const mostRuns = 1000;

/** `undefined` where no run that is kept made the results of these keys: they came from the store, or its log is gone. */
export function lastMade(history: RunHistory, keys: ReadonlyMap<StageId, Digest>): ReadonlyMap<StageId, LastMade> {
  const found = new Map<StageId, LastMade>();
  for (const run of listRuns(history).slice(0, mostRuns)) {
    const open = [...keys].filter(([stage]) => !found.has(stage));
    if (open.length === 0) break;
    const text = history.disk.read(logPathOf(history, run)).toString("utf8");
    if (!open.some(([, key]) => text.includes(key))) continue;
    const past = readRun(history, run);
    for (const { stage, outcome, key, milliseconds } of past?.stages ?? []) {
      if (past === undefined || outcome !== "ran" || key === undefined || keys.get(stage) !== key || found.has(stage)) continue;
      found.set(stage, { run, at: past.started.at, milliseconds });
    }
  }
  return found;
}
