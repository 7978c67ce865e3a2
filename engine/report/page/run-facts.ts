import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Edge, GateEvaluated, Outcome, RunEnvironment, RunFinished, RunStarted, StageFinished } from "../../events/event.ts";
import { grown } from "../../events/grown.ts";
import type { LoggedEvent } from "../../events/run-log.ts";
import { groupBy } from "../../platform/group-by.ts";
import type { StageId } from "../../platform/identity.ts";
import { type Span, timeline, type Wait, waits } from "../timeline.ts";

/** What the events of one run say, by stage. */
export interface RunFacts {
  readonly started: RunStarted;
  /** Absent where the run was killed, or is still at work. */
  readonly finished: RunFinished | undefined;
  /** In an order in which they could run. */
  readonly stages: readonly StageFacts[];
  readonly stage: ReadonlyMap<StageId, StageFacts>;
  /** Absent in the logs of early versions. */
  readonly edges: readonly Edge[] | undefined;
  readonly environment: RunEnvironment | undefined;
  /** Who was at work when, by the time of the start. */
  readonly spans: readonly Span[];
  readonly waits: ReadonlyMap<StageId, readonly Wait[]>;
  readonly gates: readonly GateEvaluated[];
  readonly notices: readonly Notice[];
  /** Milliseconds since the epoch: the last event. */
  readonly until: number;
}

export interface StageFacts {
  readonly id: StageId;
  /** Of the page: `stage-12`. */
  readonly anchor: string;
  readonly outcome: StageOutcome;
  readonly finished: StageFinished | undefined;
  readonly retries: readonly Retry[];
}

/** `unfinished`: it was at work when the log ends. `not reached`: the log ends before its turn. */
export type StageOutcome = Outcome | "unfinished" | "not reached";

export interface Retry {
  readonly attempt: number;
  /** Milliseconds until the next attempt. */
  readonly delay: number;
  readonly diagnostic: Diagnostic;
}

export interface Notice {
  readonly stage: StageId | undefined;
  readonly diagnostic: Diagnostic;
}

/** `undefined` where no run was started: another one held the project. */
export function runFacts(events: readonly LoggedEvent[]): RunFacts | undefined {
  const begun = events.find((event) => event.type === "run-started");
  if (begun === undefined) return undefined;
  const started = events.reduce((known: RunStarted, event) => (event.type === "stages-added" ? grown(known, event) : known), begun);
  const finished = new Map<StageId, StageFinished>();
  const atWork = new Set<StageId>();
  const retries = groupBy(
    events.filter((event) => event.type === "stage-retrying"),
    ({ stage }) => stage,
  );
  for (const event of events) {
    if (event.type === "stage-started") atWork.add(event.stage);
    if (event.type === "stage-finished") finished.set(event.stage, event);
  }
  const known = new Set(started.stages);
  const ids = [...started.stages, ...[...finished.keys()].filter((stage) => !known.has(stage))];
  const stages = ids.map((id, index): StageFacts => {
    const outcome = finished.get(id)?.outcome ?? (atWork.has(id) ? "unfinished" : "not reached");
    return { id, anchor: `stage-${index}`, outcome, finished: finished.get(id), retries: retries.get(id) ?? [] };
  });
  const { edges, environment }: Partial<RunStarted> = started;
  return {
    started,
    finished: events.find((event) => event.type === "run-finished"),
    stages,
    stage: new Map(stages.map((stage) => [stage.id, stage])),
    edges,
    environment,
    spans: timeline(events),
    waits: groupBy(waits(events), ({ stage }) => stage),
    gates: events.filter((event) => event.type === "gate-evaluated"),
    notices: events.filter((event) => event.type === "notice").map(({ stage, diagnostic }) => ({ stage, diagnostic })),
    until: events.at(-1)?.at ?? started.at,
  };
}
