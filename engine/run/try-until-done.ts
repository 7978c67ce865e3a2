import type { PlanStage } from "../graph/plan.ts";
import type { AttemptResult } from "./attempt/result.ts";
import type { PlacedExecution } from "./execute.ts";
import type { AttemptRunner } from "./runner.ts";

/**
 * Attempts, with the stage's retries between them; the outputs of a failed attempt are gone before the next. Each takes its place
 * anew, since it may want more than the one before; while it waits for its turn, others have the place.
 */
export async function tryUntilDone(
  runner: AttemptRunner,
  { stage, assessment, seat, granted: first }: PlacedExecution,
): Promise<AttemptResult> {
  const { keeper, attempts, emit, places } = runner;
  const signal = runner.signalOf(stage.id);
  const { clock } = runner.request.platform;
  let granted = first;
  for (let attempt = 1; ; attempt++) {
    emit({ type: "stage-started", stage: stage.id, attempt, reasons: assessment.verdict.reasons });
    const result = await attempts.attempt({
      stage,
      attempt,
      key: assessment.manifest.key,
      inputs: assessment.inputs,
      granted,
      records: runner.lock.records,
    });
    const diagnostic = result.kind === "succeeded" || result.kind === "cancelled" ? undefined : result.diagnostic;
    if (diagnostic === undefined || attempt > stage.retries.times || !isRetried(stage, result)) return result;
    const delay = Math.min(stage.retries.delay * 2 ** (attempt - 1), stage.retries.longest);
    emit({ type: "stage-retrying", stage: stage.id, attempt, delay, diagnostic });
    await keeper.discard(stage);
    seat.leave();
    await clock.wait(delay, signal);
    const place = await places.take({ stage, seat, attempt: attempt + 1, signals: [signal] });
    if (!place.ok) return { kind: "failed", diagnostic: place.failure, warnings: [] };
    if (place.value === undefined) return { kind: "cancelled", warnings: [] };
    granted = place.value.granted;
    await keeper.prepare(stage);
  }
}

function isRetried(stage: PlanStage, result: AttemptResult): boolean {
  const { on } = stage.retries;
  if (result.kind === "timed-out") return on.includes("timeout");
  if (result.kind !== "failed") return false;
  if (result.memory !== undefined && on.includes("memory")) return true;
  if (result.memory === "limit") return false;
  return on.includes("failure") || (result.exitCode !== undefined && on.includes(result.exitCode));
}
