import type { Inputs } from "../freshness/read-inputs.ts";
import type { Plan, PlanStage } from "../graph/plan.ts";
import { parseEntry } from "../key/entry.ts";
import type { Lineage } from "../kind/stage-context.ts";
import type { LockRecord } from "../lock/lock-record.ts";
import type { PinOrigin } from "../lock/pin.ts";
import { PinLookup } from "../lock/pin-lookup.ts";
import { asProjectPath, type Digest, type StageId } from "../platform/identity.ts";
import type { LocalExecutor } from "./attempt/executor.ts";
import { gitCommit } from "./git-commit.ts";

export interface LineageRequest {
  readonly executor: LocalExecutor;
  readonly signal: AbortSignal;
  readonly plan: Plan;
  readonly stage: PlanStage;
  readonly key: Digest;
  readonly inputs: Inputs;
  readonly records: ReadonlyMap<StageId, LockRecord>;
}

/** Where a result comes from: the lock lines of all that it descends from, and the project's files among their inputs. */
export async function lineageOf({ executor, signal, plan, stage, key, inputs, records }: LineageRequest): Promise<Lineage> {
  const ancestors: Record<string, LockRecord> = {};
  const files: Record<string, Digest> = {};
  const seen = new Set<StageId>([stage.id]);
  const queue: PlanStage[] = [stage];
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    const record = records.get(one.id);
    if (record !== undefined && one !== stage) ancestors[one.id] = record;
    for (const { port, from, gathered } of one.inputs) {
      for (const [index, source] of from.entries()) {
        if (source.kind === "file") {
          const entry = one === stage ? inputs[port]?.[index] : parseEntry(record?.in[gathered ? `${port}[${index}]` : port] ?? "");
          if (entry !== undefined) files[source.path] = entry.digest;
        } else if (!seen.has(source.stage)) {
          seen.add(source.stage);
          const maker = plan.stages.get(source.stage);
          if (maker !== undefined) queue.push(maker);
        }
      }
    }
  }
  const commit = await gitCommit(executor, signal);
  const origins = originsOf(executor, Object.keys(files));
  const elsewhere = Object.keys(origins).length > 0 && { origins };
  return { pipeline: plan.pipeline.file, stage: stage.id, key, ancestors, files, ...elsewhere, ...(commit !== undefined && { commit }) };
}

/** What pins say of where data came from: the lineage goes on there. */
function originsOf({ platform: { disk }, projectRoot }: LocalExecutor, files: readonly string[]): NonNullable<Lineage["origins"]> {
  const pins = new PinLookup(disk, projectRoot);
  const origins: Record<string, PinOrigin> = {};
  for (const file of files) {
    const pin = pins.around(asProjectPath(file));
    if (pin.ok && pin.value?.origin !== undefined) origins[pin.value.path] = pin.value.origin;
  }
  return origins;
}
