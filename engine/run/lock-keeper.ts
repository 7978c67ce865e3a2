import { dirname, join } from "node:path";
import type { Inputs } from "../freshness/read-inputs.ts";
import type { Workspace } from "../freshness/workspace.ts";
import { isAwaited } from "../graph/awaited-lists.ts";
import type { Plan, PlanStage } from "../graph/plan.ts";
import { entryText } from "../key/entry.ts";
import { renderLock } from "../lock/lock-file.ts";
import type { LockRecord } from "../lock/lock-record.ts";
import type { Digest, StageId } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";
import type { ActionResult } from "../store/store.ts";
import { removeLeftovers } from "./leftovers.ts";

/**
 * The lock while a run changes it. Written at most once a second, and with so much between that writing takes a small part of the run,
 * however many stages it has; and at the end. Until then the store knows what was finished.
 */
export class LockKeeper {
  readonly #platform: Platform;
  readonly #path: string;
  readonly #records: Map<StageId, LockRecord>;
  #written: string | undefined;
  #writtenAt = Number.NEGATIVE_INFINITY;
  /** Milliseconds from one time to the next. */
  #pause = 1000;

  constructor({ workspace, platform }: { readonly workspace: Workspace; readonly platform: Platform }) {
    this.#platform = platform;
    this.#path = join(workspace.plan.pipeline.projectRoot, workspace.plan.pipeline.lockFile);
    this.#records = new Map(workspace.lock.records);
    const { disk } = platform;
    this.#written = disk.stat(this.#path)?.type === "file" ? disk.read(this.#path).toString("utf8") : undefined;
  }

  record(stage: StageId): LockRecord | undefined {
    return this.#records.get(stage);
  }

  get records(): ReadonlyMap<StageId, LockRecord> {
    return this.#records;
  }

  /** `durable`: nothing else will remember this result, so it is written at once. */
  set(stage: StageId, record: LockRecord, { durable }: { readonly durable: boolean }): void {
    this.#records.set(stage, record);
    if (durable || this.#platform.clock.elapsed() - this.#writtenAt > this.#pause) this.save();
  }

  /** Leaves exactly the plan's stages, and the instances of which it is not known that they are gone. */
  keepOnly(plan: Plan): void {
    const awaited = isAwaited(plan);
    for (const stage of this.#records.keys()) {
      if (plan.stages.get(stage)?.skipped === false || awaited(stage)) continue;
      this.#records.delete(stage);
    }
  }

  save(): void {
    const { clock } = this.#platform;
    const begun = clock.elapsed();
    const text = renderLock(this.#records);
    this.#writtenAt = clock.elapsed();
    if (text === this.#written || (this.#records.size === 0 && this.#written === undefined)) return;
    removeLeftovers(this.#platform.disk, { point: "lock", folder: dirname(this.#path) });
    this.#platform.disk.replace("lock", this.#path, text, { durable: true });
    this.#written = text;
    this.#writtenAt = clock.elapsed();
    this.#pause = Math.max(1000, 50 * (this.#writtenAt - begun));
  }
}

/** The line of a success. */
export function lockRecord(request: {
  readonly stage: PlanStage;
  readonly key: Digest;
  readonly inputs: Inputs;
  readonly result: ActionResult;
  readonly lists: Pick<LockRecord, "lists">;
}): LockRecord {
  const inputs = request.stage.inputs.flatMap(({ port, gathered }) =>
    (request.inputs[port] ?? []).map((entry, index) => [gathered ? `${port}[${index}]` : port, entryText(entry)] as const),
  );
  return {
    key: request.key,
    in: Object.fromEntries(inputs),
    out: Object.fromEntries(Object.entries(request.result.outputs).map(([port, entry]) => [port, entryText(entry)])),
    metrics: request.result.metrics,
    ...request.lists,
  };
}
