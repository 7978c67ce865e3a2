import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Plan } from "../graph/plan.ts";
import { usageError } from "./usage-error.ts";

interface OnlyRequest {
  readonly command: "run" | "watch";
  readonly only: boolean;
  /** Stages, as the command line names them. */
  readonly stages: readonly string[];
  readonly plan: Plan;
}

/** `--only` without a stage would be a full run, which is not what anybody means by it. */
export function onlyNothing({ command, only, stages, plan }: OnlyRequest): readonly Diagnostic[] {
  if (!only || stages.length > 0 || plan.stages.size < 2) return [];
  const last = [...plan.stages.keys()].at(-1) ?? "STAGE";
  const hint = `millrace ${command} --only ${last}; or leave --only out, to run all that is not fresh`;
  return [usageError("option-value", { message: "--only needs the names of stages", hint })];
}
