import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { placeIn } from "../../diagnostics/place.ts";
import type { Plan, PlanStage } from "../../graph/plan.ts";
import type { Output } from "./output.ts";

/** What commands and kinds have in common. */
export function timedOut(plan: Plan, { stage, output }: { readonly stage: PlanStage; readonly output: Output }): Diagnostic {
  const why = output.lastWords();
  return {
    code: "timeout",
    severity: "error",
    message: `stage ${stage.id} took longer than its timeout of ${seconds(stage.timeout ?? 0)} and was ended`,
    ...placed(plan, stage),
    ...(why !== undefined && { why: `its last lines: ${why}` }),
    hint: "raise `timeout`, or find out what it waits for",
  };
}

export const processesLeft = (plan: Plan, stage: PlanStage): Diagnostic => ({
  code: "processes-left",
  severity: "warning",
  message: `stage ${stage.id} left processes behind, which were ended`,
  ...placed(plan, stage),
  why: "a process in the background could still change the outputs after they are recorded",
  hint: "let the command wait for what it starts",
});

export function placed(plan: Plan, stage: PlanStage): Pick<Diagnostic, "place"> {
  const place = placeIn(plan.pipeline.sources, stage.at);
  return place === undefined ? {} : { place };
}

const seconds = (milliseconds: number): string => `${milliseconds / 1000} s`;
