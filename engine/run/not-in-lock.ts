import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Assessment } from "../freshness/assess.ts";
import type { PlanStage } from "../graph/plan.ts";
import type { LockKeeper } from "./lock-keeper.ts";

/** Why `--locked` cannot bring a stage: the lock is of another key, or the bytes that it names are nowhere. */
export function notInLock(
  lock: LockKeeper,
  { stage, assessment }: { readonly stage: PlanStage; readonly assessment: Assessment },
): Diagnostic | undefined {
  const { verdict, manifest } = assessment;
  const record = lock.record(stage.id);
  if (record === undefined || (record.key !== manifest.key && !stage.frozen) || verdict.state === "stale") {
    return {
      code: "stale",
      severity: "error",
      message: `stage ${stage.id} is not as the lock says, and --locked runs nothing`,
      why: record === undefined ? "the lock has no record of it" : "what it depends on has changed since the lock was written",
      hint: `millrace why ${stage.id} says what; millrace run writes the lock anew`,
    };
  }
  if (verdict.state !== "absent") return undefined;
  return {
    code: "object-absent",
    severity: "error",
    message: `the outputs of stage ${stage.id} that the lock names are neither here nor in the store`,
    why: "--locked runs nothing, so it cannot make them again",
    hint: "millrace run makes them again",
  };
}
