import type { PlanStage } from "../graph/plan.ts";
import type { AttemptResult } from "./attempt/result.ts";
import type { ExecutionRequest } from "./execute.ts";
import type { Runner } from "./runner.ts";

/** Attempts, with the stage's retries between them; the outputs of a failed attempt are gone before the next. */
export async function tryUntilDone(runner: Runner, { stage, assessment }: ExecutionRequest): Promise<AttemptResult> {
  const { keeper, attempts, emit } = runner;
  const signal = runner.signalOf(stage.id);
  const { clock } = runner.request.platform;
  for (let attempt = 1; ; attempt++) {
    emit({ type: "stage-started", stage: stage.id, attempt, reasons: assessment.verdict.reasons });
    const result = await attempts.attempt({
      stage,
      attempt,
      key: assessment.manifest.key,
      inputs: assessment.inputs,
      records: runner.lock.records,
    });
    const diagnostic = result.kind === "failed" || result.kind === "timed-out" ? result.diagnostic : undefined;
    if (diagnostic === undefined || attempt > stage.retries.times || !isRetried(stage, result)) return result;
    const delay = stage.retries.delay * 2 ** (attempt - 1);
    emit({ type: "stage-retrying", stage: stage.id, attempt, delay, diagnostic });
    await keeper.discard(stage);
    await clock.wait(delay, signal);
    if (signal.aborted) return { kind: "cancelled", warnings: [] };
    await keeper.prepare(stage);
  }
}

function isRetried(stage: PlanStage, result: AttemptResult): boolean {
  const { on } = stage.retries;
  if (result.kind === "timed-out") return on.includes("timeout") || on.length === 0;
  if (result.kind !== "failed") return false;
  return on.length === 0 || on.includes("failure") || (result.exitCode !== undefined && on.includes(result.exitCode));
}
