import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Assessment } from "../freshness/assess.ts";
import { readSource } from "../freshness/read-inputs.ts";
import type { PlanStage } from "../graph/plan.ts";
import { sameEntry } from "../key/entry.ts";
import type { Runner } from "./runner.ts";

interface JudgedStage {
  readonly stage: PlanStage;
  readonly assessment: Assessment;
}

/** The stage's inputs are what they were when its key was made, or its result is of nothing that is known. */
export async function changedInputs(
  { session }: Pick<Runner, "session">,
  { stage, assessment }: JudgedStage,
): Promise<readonly Diagnostic[]> {
  const changed: Diagnostic[] = [];
  for (const { port, from } of stage.inputs) {
    for (const [index, source] of from.entries()) {
      const before = assessment.inputs[port]?.[index];
      const after = await readSource(session.workspace, source);
      if (before === undefined || after === undefined || !sameEntry(before, after)) changed.push(inputChanged(stage, source.path));
    }
  }
  return changed;
}

export const inputChanged = (stage: PlanStage, path: string): Diagnostic => ({
  code: "input-changed-while-running",
  severity: "error",
  message: `${path} changed while stage ${stage.id} was running`,
  why: "its result may be of the old content, of the new, or of both; nothing was recorded",
  hint: "run again",
});
