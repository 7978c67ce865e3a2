import type { ExitCode } from "../diagnostics/exit-code.ts";
import { type Event, type Outcome, outcomes } from "../events/event.ts";
import { criticalPath } from "../graph/critical-path.ts";
import type { StageId } from "../platform/identity.ts";
import type { RunRequest, RunSummary } from "./request.ts";
import type { Ended } from "./stage-run.ts";

export interface SummaryRequest {
  readonly id: string;
  readonly emit: (event: Event) => void;
  readonly exitCode: ExitCode;
  readonly milliseconds: number;
  readonly runs: ReadonlyMap<StageId, Ended>;
  readonly request: RunRequest;
}

/** What took time because something was done. */
const workingOutcomes = new Set<Outcome>(["ran", "restored", "failed"]);

export function summarise({ id, emit, exitCode, milliseconds, runs, request }: SummaryRequest): RunSummary {
  const counts: Record<Outcome, number> = { ran: 0, restored: 0, fresh: 0, failed: 0, blocked: 0, skipped: 0, cancelled: 0 };
  for (const outcome of outcomes) counts[outcome] = [...runs.values()].filter((ended) => ended.outcome === outcome).length;
  const worked = [...runs].filter(([, ended]) => workingOutcomes.has(ended.outcome));
  const durations = new Map(worked.map(([stage, ended]) => [stage, ended.milliseconds]));
  const path = criticalPath({ plan: request.plan, durations }).filter(({ stage }) => durations.has(stage));
  const finished: RunSummary = { type: "run-finished", run: id, exitCode, milliseconds, counts, criticalPath: path };
  emit(finished);
  return finished;
}
