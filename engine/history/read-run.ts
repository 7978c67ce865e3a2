import { join } from "node:path";
import type { RunHistory } from "../events/durations.ts";
import type { RunFinished, RunStarted, StageFinished } from "../events/event.ts";
import { type LoggedEvent, runLogFolder } from "../events/run-log.ts";

/** A past run, as its log tells it. A run that was killed has no `finished`. */
export interface PastRun {
  readonly started: RunStarted;
  readonly stages: readonly StageFinished[];
  readonly finished: RunFinished | undefined;
}

/** `undefined` where there is no such log, or nothing in it can be read. */
export function readRun(history: RunHistory, run: string): PastRun | undefined {
  const path = join(history.projectRoot, runLogFolder, `${run}.jsonl`);
  if (history.disk.stat(path)?.type !== "file") return undefined;
  let started: RunStarted | undefined;
  let finished: RunFinished | undefined;
  const stages: StageFinished[] = [];
  for (const line of history.disk.read(path).toString("utf8").split("\n")) {
    const event = parse(line);
    if (event?.type === "run-started") started = event;
    if (event?.type === "stage-finished") stages.push(event);
    if (event?.type === "run-finished") finished = event;
  }
  return started === undefined ? undefined : { started, stages, finished };
}

/** The last line of a run that was killed may be torn. */
function parse(line: string): LoggedEvent | undefined {
  try {
    return JSON.parse(line) as LoggedEvent;
  } catch {
    return undefined;
  }
}
