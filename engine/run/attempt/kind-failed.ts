import { type DiagnosticCode, diagnosticCodes } from "../../diagnostics/code.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { KindWork, Plan, PlanStage } from "../../graph/plan.ts";
import type { FailureDescription } from "../../kind/stage-context.ts";
import { endText, memoryHint } from "./end-text.ts";
import type { HostOutcome } from "./host-process.ts";
import type { Output } from "./output.ts";
import { placed } from "./problem.ts";

interface Failing {
  readonly plan: Plan;
  readonly stage: PlanStage;
  readonly work: KindWork;
  readonly output: Pick<Output, "mask" | "lastWords">;
}

/** Why a kind did not come to its end. */
export function kindFailed(failing: Failing, end: Extract<HostOutcome["end"], { kind: "word" | "silent" }>): Diagnostic {
  if (end.kind === "silent") return silent(failing, end);
  if (end.word.type === "failed") return kindDiagnostic(failing, { description: end.word.description, severity: "error" });
  if (end.word.type !== "bug") throw new Error(`${end.word.type} is not a failure`);
  const { message, stack } = end.word;
  const description = {
    code: "stage-failed",
    message: `an error that the kind ${failing.work.stageKind.name} does not expect: ${message}`,
  };
  return kindDiagnostic(failing, { description: { ...description, why: stack, hint: "this is a fault of the kind" }, severity: "error" });
}

/** What a kind says of itself, with the place of its stage. A code that Millrace does not have is a stage's failure. */
export function kindDiagnostic(
  { plan, stage, output }: Failing,
  { description, severity }: { readonly description: FailureDescription; readonly severity: Diagnostic["severity"] },
): Diagnostic {
  const { code, message, why, hint } = description;
  return {
    code: isCode(code) ? code : "stage-failed",
    severity,
    message: output.mask(`stage ${stage.id}: ${message}`),
    ...placed(plan, stage),
    ...(why !== undefined && { why: output.mask(why) }),
    ...(hint !== undefined && { hint: output.mask(hint) }),
  };
}

const isCode = (code: string): code is DiagnosticCode => (diagnosticCodes as readonly string[]).includes(code);

function silent({ plan, stage, output }: Failing, { end }: Extract<HostOutcome["end"], { kind: "silent" }>): Diagnostic {
  const why = end.kind === "not-started" ? end.message : output.lastWords();
  const hint = memoryHint(end);
  return {
    code: "stage-failed",
    severity: "error",
    message: `the process of stage ${stage.id} ${endText(end)} before its work was done`,
    ...placed(plan, stage),
    ...(why !== undefined && { why }),
    ...(hint !== undefined && { hint }),
  };
}
