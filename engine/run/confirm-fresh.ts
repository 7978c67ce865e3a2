import { absolute } from "../freshness/workspace.ts";
import { recordedLists } from "./lists.ts";
import { lockRecord } from "./lock-keeper.ts";
import type { RestoreRequest } from "./restore.ts";
import type { Runner } from "./runner.ts";

/** Ledger and lock say what is; neither is written where it says so already. */
export function confirm({ keeper, lock, session }: Runner, { stage, assessment, result }: RestoreRequest): void {
  const { key } = assessment.manifest;
  keeper.settle(stage, result.outputs);
  if (!stage.frozen && lock.record(stage.id)?.key !== key) {
    const lists = recordedLists(session.workspace, stage);
    lock.set(stage.id, lockRecord({ stage, key, inputs: assessment.inputs, result, lists }), { durable: false });
  }
}

/** The outputs are here; where the store was deleted, or dropped some of them, it gets them again: a server takes its model from there. */
export async function keepInStore({ session: { workspace } }: Runner, { stage, assessment, result }: RestoreRequest): Promise<void> {
  const { store } = workspace;
  if (!stage.cache) return;
  const lost = stage.outputs.flatMap(({ port, path }) => {
    const entry = result.outputs[port];
    return entry === undefined || store.holds(entry.digest) ? [] : [{ entry, path }];
  });
  if (lost.length === 0) return;
  for (const { entry, path } of lost) if (!(await store.put(entry, absolute(workspace, path))).ok) return;
  if (stage.frozen) return;
  store.putBytes(assessment.manifest.text);
  if (store.recall(assessment.manifest.key) === undefined) store.remember(assessment.manifest.key, result);
}
