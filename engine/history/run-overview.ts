import type { ExitCode } from "../diagnostics/exit-code.ts";
import { type Outcome, outcomes } from "../events/event.ts";
import type { ProjectPath, StageId } from "../platform/identity.ts";
import { type Leaves, leavesOf } from "./leaves.ts";
import type { PastRun } from "./read-run.ts";

/** What a list of runs tells of one: the index keeps it, so that a list need not read every log. */
export interface RunOverview {
  readonly run: string;
  readonly pipeline: ProjectPath;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Of the run; where it has not ended, until its last sign of life. */
  readonly milliseconds: number;
  /** Absent where the run was killed, or is at work. */
  readonly exitCode?: ExitCode;
  readonly commit?: string;
  readonly params: Leaves;
  readonly counts: Readonly<Record<Outcome, number>>;
  /** Stages whose work was done or tried. */
  readonly ran: readonly StageId[];
  readonly failed: readonly StageId[];
  /** By stage, those that have any. */
  readonly metrics: Readonly<Record<StageId, Readonly<Record<string, number>>>>;
  readonly gates: readonly OverviewGate[];
}

export interface OverviewGate {
  readonly stage: StageId;
  readonly metric: string;
  readonly operator: string;
  readonly passed: boolean;
}

export function overviewOf({ started, stages, finished, gates, lastAt }: PastRun): RunOverview {
  const named = (...wanted: readonly Outcome[]): readonly StageId[] =>
    stages.filter(({ outcome }) => wanted.includes(outcome)).map(({ stage }) => stage);
  return {
    run: started.run,
    pipeline: started.pipeline,
    name: started.name,
    at: started.at,
    milliseconds: finished?.milliseconds ?? Math.max(0, lastAt - started.at),
    ...(finished !== undefined && { exitCode: finished.exitCode }),
    ...(started.commit !== undefined && { commit: started.commit }),
    params: leavesOf(started.params),
    counts: finished?.counts ?? countsOf(stages.map(({ outcome }) => outcome)),
    ran: named("ran", "failed"),
    failed: named("failed"),
    metrics: Object.fromEntries(
      stages.filter(({ metrics }) => Object.keys(metrics).length > 0).map(({ stage, metrics }) => [stage, metrics]),
    ),
    gates: gates.map(({ stage, metric, operator, passed }) => ({ stage, metric, operator, passed })),
  };
}

const countsOf = (ended: readonly Outcome[]): Readonly<Record<Outcome, number>> =>
  Object.fromEntries(outcomes.map((outcome) => [outcome, ended.filter((other) => other === outcome).length])) as Record<Outcome, number>;
