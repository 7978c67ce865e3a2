import { join } from "node:path";
import type { Clock } from "../platform/clock.ts";
import type { StageId } from "../platform/identity.ts";
import { type RunHistory, recordDurations } from "./durations.ts";
import type { Event, Listener, RunStarted } from "./event.ts";

/** A line of `.millrace/runs/<run>.jsonl`: an event, and when it happened, in milliseconds since the epoch. */
export type LoggedEvent = Event & { readonly at: number };

/** Relative to the project root. */
export const runLogFolder = ".millrace/runs";

/** Lines are written together, so that a thousand fresh stages cost one write. */
const bufferedLines = 500;

/**
 * Keeps what happened in a run, failed ones included, with its parameters. What stages print is left out: it has a file of its
 * own (`log` of `stage-finished`). A run in which nothing happened and nothing failed leaves no log. A disk that refuses ends the
 * log, never the run: `onProblem` is told once.
 */
export function runLog(history: RunHistory & { readonly clock: Clock; readonly onProblem: (message: string) => void }): Listener {
  let broken = false;
  let started: RunStarted | undefined;
  let worthKeeping = false;
  let pending: string[] = [];
  const durations = new Map<StageId, number>();

  return (event) => {
    if (event.type === "run-started") started = event;
    if (event.type === "stage-output" || started === undefined || broken) return;
    pending.push(JSON.stringify({ at: history.clock.now(), ...event } satisfies LoggedEvent));
    if (isNews(event)) worthKeeping = true;
    if (event.type === "stage-finished" && event.outcome === "ran") durations.set(event.stage, event.milliseconds);
    if (worthKeeping && (isNews(event) || event.type === "run-finished" || pending.length >= bufferedLines)) attempt(started, flush);
    if (event.type === "run-finished" && durations.size > 0) attempt(started, keepDurations);
  };

  function attempt(run: RunStarted, write: (run: RunStarted) => void): void {
    try {
      write(run);
    } catch (error) {
      broken = true;
      history.onProblem(error instanceof Error ? error.message : String(error));
    }
  }

  function keepDurations({ pipeline }: RunStarted): void {
    recordDurations(history, { pipeline, durations });
  }

  function flush({ run }: RunStarted): void {
    const folder = join(history.projectRoot, runLogFolder);
    history.disk.makeDirectory("run-log", folder);
    history.disk.append("run-log", join(folder, `${run}.jsonl`), `${pending.join("\n")}\n`);
    pending = [];
  }
}

/** From the first of these on, a run is history. */
function isNews(event: Event): boolean {
  if (event.type === "stage-started") return true;
  if (event.type === "stage-finished") return !["fresh", "skipped", "blocked"].includes(event.outcome);
  return event.type === "run-finished" && event.exitCode !== 0;
}
