import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { RunHistory } from "../events/durations.ts";
import type { GateEvaluated, RunEnvironment, RunFinished, RunStarted, StageFinished } from "../events/event.ts";
import { grown } from "../events/grown.ts";
import { type LoggedEvent, runLogFolder } from "../events/run-log.ts";
import type { StageId } from "../platform/identity.ts";

/** How a run began. Logs of older versions do not tell of the environment. */
export type PastStart = Omit<RunStarted, "environment"> & { readonly environment?: RunEnvironment };

/** A past run, as its log tells it. A run that was killed, or is at work, has no `finished`. */
export interface PastRun {
  readonly started: PastStart;
  readonly stages: readonly StageFinished[];
  readonly finished: RunFinished | undefined;
  readonly gates: readonly GateEvaluated[];
  readonly notices: readonly PastNotice[];
  /** Begun and not ended: what a run that was killed was at. */
  readonly unfinished: readonly StageId[];
  /** Milliseconds since the epoch: of the last thing that was written down. */
  readonly lastAt: number;
}

export interface PastNotice {
  readonly stage?: StageId;
  readonly diagnostic: Diagnostic;
}

export const logPathOf = (history: RunHistory, run: string): string => join(history.projectRoot, runLogFolder, `${run}.jsonl`);

/** `undefined` where there is no such log, or nothing in it can be read. */
export function readRun(history: RunHistory, run: string): PastRun | undefined {
  const path = logPathOf(history, run);
  if (history.disk.stat(path)?.type !== "file") return undefined;
  return runFrom(history.disk.read(path).toString("utf8"));
}

/** Progress is most of a long log, and says nothing that is still true. */
const progress = '"type":"stage-progress"';

/** From the text of a log, whose last line a kill may have torn. */
function runFrom(text: string): PastRun | undefined {
  let started: PastStart | undefined;
  let finished: RunFinished | undefined;
  let lastAt = 0;
  const stages = new Map<StageId, StageFinished>();
  const gates: GateEvaluated[] = [];
  const notices: PastNotice[] = [];
  const begun = new Set<StageId>();
  for (const line of text.split("\n")) {
    if (line === "" || line.slice(0, 80).includes(progress)) continue;
    const event = parse(line);
    if (event === undefined) continue;
    lastAt = Math.max(lastAt, event.at);
    if (event.type === "run-started") started = { ...event, edges: event.edges ?? [] };
    if (event.type === "stages-added" && started !== undefined) started = grown(started, event);
    if (event.type === "stage-started") begun.add(event.stage);
    if (event.type === "stage-finished") stages.set(event.stage, { ...event, inputs: event.inputs ?? [] });
    if (event.type === "gate-evaluated") gates.push(event);
    if (event.type === "notice") notices.push(event);
    if (event.type === "run-finished") finished = event;
  }
  if (started === undefined) return undefined;
  const unfinished = [...begun].filter((stage) => !stages.has(stage));
  return { started, stages: [...stages.values()], finished, gates, notices, unfinished, lastAt };
}

function parse(line: string): LoggedEvent | undefined {
  try {
    return JSON.parse(line) as LoggedEvent;
  } catch {
    return undefined;
  }
}
