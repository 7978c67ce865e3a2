import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { readDurations } from "../events/durations.ts";
import type { Event } from "../events/event.ts";
import { runLog } from "../events/run-log.ts";
import type { RunRequest, RunSummary } from "../run/request.ts";
import { run } from "../run/run.ts";
import { indexRun } from "./run-index.ts";

export type RecordedRunRequest = Omit<RunRequest, "durations">;

/** A run that learns from earlier ones how long stages take, and is kept itself. */
export function recordedRun(request: RecordedRunRequest): Promise<RunSummary> {
  const { plan, platform, listeners } = request;
  const history = { disk: platform.disk, projectRoot: plan.pipeline.projectRoot };
  const tell = (diagnostic: Diagnostic): void => {
    for (const listener of listeners) listener({ type: "notice", diagnostic });
  };
  const log = runLog({ ...history, clock: platform.clock, onProblem: (message) => tell(notKept(message)) });
  return run({ ...request, durations: readDurations(history, plan.pipeline.file), listeners: [log, ...listeners, indexed] });

  /** After the log has been told: what it has written is what counts. */
  function indexed(event: Event): void {
    if (event.type === "run-finished") indexRun(history, event.run);
  }
}

const notKept = (message: string): Diagnostic => ({
  code: "disk-failed",
  severity: "warning",
  message: "this run's log is not kept",
  why: message,
});
