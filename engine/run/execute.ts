import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Assessment } from "../freshness/assess.ts";
import { absolute } from "../freshness/workspace.ts";
import type { PlanStage } from "../graph/plan.ts";
import { digestOf } from "../key/digest.ts";
import { type Entry, entryText } from "../key/entry.ts";
import { failure, type Result, success } from "../platform/result.ts";
import type { ActionResult } from "../store/store.ts";
import { changedInputs } from "./changed-inputs.ts";
import { collectMetrics, collectOutputs } from "./collect-outputs.ts";
import { keepEvidence } from "./keep-evidence.ts";
import { collectLists, recordedLists } from "./lists.ts";
import { lockRecord } from "./lock-keeper.ts";
import { mapStage } from "./map/map-stage.ts";
import type { Granted } from "./pools/granted.ts";
import type { Runner } from "./runner.ts";
import type { Seat } from "./schedule.ts";
import { tryUntilDone } from "./try-until-done.ts";

export type Execution =
  | { readonly outcome: "ran"; readonly result: ActionResult; readonly diagnostics: readonly Diagnostic[] }
  | { readonly outcome: "failed"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly outcome: "cancelled" };

export interface ExecutionRequest {
  readonly stage: PlanStage;
  readonly assessment: Assessment;
}

export interface PlacedExecution extends ExecutionRequest {
  readonly seat: Seat;
  readonly granted: Granted;
}

/**
 * Runs a stage and records what it left. The order is the crash safety: ownership of the outputs is written before they are
 * made; inputs are read again before anything counts; objects enter the store before the result that names them; the result is
 * remembered last. A kill between any two steps leaves debris that is owned, and no record.
 */
export async function execute(runner: Runner, { stage, assessment, seat, granted }: PlacedExecution): Promise<Execution> {
  const { keeper } = runner;
  if (stage.map === undefined) await keeper.prepare(stage);
  const done = await (stage.map === undefined ? tryUntilDone : mapStage)(runner, { stage, assessment, seat, granted });
  if (done.kind === "succeeded" && done.refused === undefined) {
    const recorded = await record(runner, { stage, assessment, backend: done.backend });
    if (recorded.ok) return { outcome: "ran", result: recorded.value, diagnostics: done.warnings };
    await keeper.discard(stage);
    return failedOrOvertaken(runner, { stage, assessment, diagnostics: recorded.failure });
  }
  await keeper.discard(stage);
  if (done.kind === "cancelled") return { outcome: "cancelled" };
  const failure = done.kind === "succeeded" ? done.refused : done.diagnostic;
  return failedOrOvertaken(runner, { stage, assessment, diagnostics: [...(failure === undefined ? [] : [failure]), ...done.warnings] });
}

/** In a run that is begun again after each edit, a stage whose inputs an edit has changed meanwhile did not fail. */
async function failedOrOvertaken(
  runner: Runner,
  { stage, assessment, diagnostics }: ExecutionRequest & { readonly diagnostics: readonly Diagnostic[] },
): Promise<Execution> {
  const { restart } = runner.request;
  if (restart === undefined) return { outcome: "failed", diagnostics };
  const isTold = diagnostics.some(({ code }) => code === "input-changed-while-running");
  if (isTold || (await changedInputs(runner, { stage, assessment })).length > 0) restart.inputChanged(stage.id);
  return restart.signalOf(stage.id).aborted ? { outcome: "cancelled" } : { outcome: "failed", diagnostics };
}

async function record(
  runner: Runner,
  { stage, assessment, backend }: ExecutionRequest & { readonly backend: string | undefined },
): Promise<Result<ActionResult, readonly Diagnostic[]>> {
  const { workspace } = runner.session;
  const outputs = await collectOutputs(workspace, stage);
  if (!outputs.ok) return outputs;
  const metrics = collectMetrics(workspace, { stage, type: "metrics" });
  if (!metrics.ok) return failure([metrics.failure]);
  const lists = collectLists(workspace, stage);
  if (!lists.ok) return failure([lists.failure]);
  const changed = await changedInputs(runner, { stage, assessment });
  if (changed.length > 0) return failure(changed);
  const other = otherBytes(runner, { stage, assessment, outputs: outputs.value });
  if (other !== undefined && runner.request.mode === "verify") return failure([{ ...other, severity: "error" }]);

  const result: ActionResult = { outputs: outputs.value, metrics: metrics.value, ...(backend !== undefined && { backend }) };
  const unsteady = changedOutput(runner, { stage, outputs: outputs.value });
  if (unsteady !== undefined) return failure([unsteady]);
  await keepEvidence(workspace, { stage, manifest: assessment.manifest, inputs: assessment.inputs });
  keepResult(runner, { stage, assessment, result });
  if (other !== undefined) runner.notify(other, stage.id);
  return success(result);
}

/** What is to be said where a recorded key has left other bytes than recorded. Effects, and what reruns on purpose, may. */
function otherBytes(
  { lock }: Runner,
  { stage, assessment, outputs }: ExecutionRequest & { readonly outputs: Readonly<Record<string, Entry>> },
): Diagnostic | undefined {
  const before = lock.record(stage.id);
  if (before?.key !== assessment.manifest.key || stage.does.effect || stage.rerun) return undefined;
  return Object.entries(outputs).every(([port, entry]) => before.out[port] === entryText(entry)) ? undefined : notReproduced(stage);
}

/** The numbers and lists that are recorded were read from the very bytes that are. */
function changedOutput(
  { session: { workspace } }: Runner,
  { stage, outputs }: { readonly stage: PlanStage; readonly outputs: Readonly<Record<string, Entry>> },
): Diagnostic | undefined {
  const read = stage.outputs.filter(({ type }) => type === "metrics" || type === "list");
  const changed = read.find(({ port, path }) => {
    const target = absolute(workspace, path);
    const { disk } = workspace.reader;
    return disk.statTarget(target)?.type !== "file" || digestOf(disk.read(target)) !== outputs[port]?.digest;
  });
  return changed && outputChanged(stage, changed.path);
}

function keepResult(runner: Runner, { stage, assessment, result }: ExecutionRequest & { readonly result: ActionResult }): void {
  const { key } = assessment.manifest;
  const record = lockRecord({
    stage,
    key,
    inputs: assessment.inputs,
    result,
    lists: recordedLists(runner.session.workspace, stage),
  });
  runner.keeper.settle(stage, result.outputs);
  if (stage.cache) runner.session.workspace.store.remember(key, result);
  runner.lock.set(stage.id, record, { durable: !stage.cache || stage.does.effect });
}

const outputChanged = (stage: PlanStage, path: string): Diagnostic => ({
  code: "stage-failed",
  severity: "error",
  message: `${path} changed after stage ${stage.id} had ended`,
  why: "a process that the stage started may still be writing, or someone edited the file",
  hint: "let the stage wait for what it starts, then run again",
});

const notReproduced = (stage: PlanStage): Diagnostic => ({
  code: "not-reproduced",
  severity: "warning",
  message: `stage ${stage.id} ran again with an unchanged key and left other bytes`,
  why: "it depends on something that is not declared: the clock, a random seed, the network, a file",
  hint: "fix its seed, or declare what it reads in `in`, `env` or `tools`; `millrace run --force --trace` shows what that is",
});
