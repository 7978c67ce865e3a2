import { join } from "node:path";
import type { RunHistory } from "../events/durations.ts";
import { runLogFolder } from "../events/run-log.ts";

/** The ids of all runs that are kept, newest first: ids sort by the time of their start. */
export function listRuns(history: RunHistory): readonly string[] {
  const folder = join(history.projectRoot, runLogFolder);
  if (history.disk.stat(folder)?.type !== "directory") return [];
  return history.disk
    .list(folder)
    .filter((entry) => entry.name.endsWith(".jsonl"))
    .map((entry) => entry.name.slice(0, -".jsonl".length))
    .sort()
    .reverse();
}
