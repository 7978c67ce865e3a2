import type { Assessment } from "../freshness/assess.ts";
import { absolute } from "../freshness/workspace.ts";
import type { PlanStage } from "../graph/plan.ts";
import type { ActionResult } from "../store/store.ts";
import { recordedLists } from "./lists.ts";
import { lockRecord } from "./lock-keeper.ts";
import type { Runner } from "./runner.ts";

export interface RestoreRequest {
  readonly stage: PlanStage;
  readonly assessment: Assessment;
  readonly result: ActionResult;
}

/** Brings back the outputs that are not there; `false` where the store turned out not to have them, and the stage must be judged again. */
export async function restore({ session, keeper, lock }: Runner, { stage, assessment, result }: RestoreRequest): Promise<boolean> {
  const { workspace } = session;
  await keeper.sweepStage(stage);
  for (const { port, path } of stage.outputs) {
    const entry = result.outputs[port];
    if (!assessment.unmet.includes(port) || entry === undefined) continue;
    await keeper.clear(path);
    await keeper.claim(stage, path);
    const restored = await workspace.store.materialize(entry, absolute(workspace, path));
    if (!restored.ok) return false;
  }
  keeper.settle(stage, result.outputs);
  if (!stage.frozen) {
    const { key } = assessment.manifest;
    const lists = recordedLists(workspace, stage);
    lock.set(stage.id, lockRecord({ stage, key, inputs: assessment.inputs, result, lists }), { durable: false });
  }
  return true;
}
