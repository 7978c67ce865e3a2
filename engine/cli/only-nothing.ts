import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Plan } from "../graph/plan.ts";
import { usageError } from "./usage-error.ts";

/** `--only` without a stage would be a full run, which is not what anybody means by it. */
export function onlyNothing({ only, plan }: { readonly only: boolean; readonly plan: Plan }): readonly Diagnostic[] {
  if (!only || !plan.complete || plan.stages.size < 2) return [];
  const last = [...plan.stages.keys()].at(-1) ?? "STAGE";
  const hint = `millrace run --only ${last}; or leave --only out, to run all that is not fresh`;
  return [usageError("option-value", { message: "--only needs the names of stages", hint })];
}
