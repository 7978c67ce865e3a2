import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Outcome, StageFinished } from "../events/event.ts";
import type { Reason } from "../events/reason.ts";
import type { Inputs } from "../freshness/read-inputs.ts";
import type { PlanStage } from "../graph/plan.ts";
import type { Digest, StageId } from "../platform/identity.ts";
import type { ActionResult } from "../store/store.ts";
import type { Runner } from "./runner.ts";

/** How a stage has come to its end, and what is known of it then. */
export interface Ending {
  readonly outcome: Outcome;
  readonly reasons: readonly Reason[];
  readonly key?: Digest;
  readonly result?: ActionResult;
  readonly inputs?: Inputs;
  readonly diagnostics?: readonly Diagnostic[];
  readonly blockedBy?: readonly StageId[];
}

export interface Finish {
  readonly stage: PlanStage;
  readonly ending: Ending;
  /** Without what it waited for pools. */
  readonly milliseconds: number;
  readonly waited: number;
}

/** What is told of a stage at its end. */
export function finishedEvent({ attempts }: Runner, { stage, ending, milliseconds, waited }: Finish): StageFinished {
  const { result } = ending;
  const log = attempts.logOf(stage.id);
  return {
    type: "stage-finished",
    stage: stage.id,
    outcome: ending.outcome,
    ...(ending.key !== undefined && { key: ending.key }),
    milliseconds,
    ...(waited > 0 && { waited }),
    ...attempts.useOf(stage.id),
    reasons: ending.reasons,
    inputs: stage.inputs.flatMap(({ port, from }) =>
      from.flatMap(({ path }, index) => {
        const entry = ending.inputs?.[port]?.[index];
        return entry === undefined ? [] : [{ port, path, digest: entry.digest }];
      }),
    ),
    outputs: stage.outputs.flatMap(({ port, path }) => {
      const entry = result?.outputs[port];
      return entry === undefined ? [] : [{ port, path, digest: entry.digest }];
    }),
    metrics: result?.metrics ?? {},
    ...(result?.backend !== undefined && { backend: result.backend }),
    diagnostics: ending.diagnostics ?? [],
    ...(ending.blockedBy !== undefined && { blockedBy: ending.blockedBy }),
    ...(log !== undefined && { log }),
  };
}
