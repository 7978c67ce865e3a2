import type { Held, Listener, StageFinished } from "../events/event.ts";
import type { Inputs } from "../freshness/read-inputs.ts";
import type { Plan, PlanStage } from "../graph/plan.ts";
import type { LockRecord } from "../lock/lock-record.ts";
import type { Digest, ProjectPath, StageId } from "../platform/identity.ts";
import { attempt, logFile } from "./attempt/attempt.ts";
import type { LocalExecutor } from "./attempt/executor.ts";
import { Meter } from "./attempt/meter.ts";
import type { AttemptResult } from "./attempt/result.ts";
import type { Following } from "./follow/following.ts";
import { lineageOf } from "./lineage.ts";
import type { Granted } from "./pools/granted.ts";

export interface AttemptsRequest {
  readonly plan: Plan;
  readonly run: string;
  readonly executor: LocalExecutor;
  readonly signalOf: (stage: StageId) => AbortSignal;
  readonly emit: Listener;
  readonly following: Following | undefined;
}

export interface OneAttempt {
  readonly stage: PlanStage;
  /** From 1. */
  readonly attempt: number;
  readonly key: Digest;
  readonly inputs: Inputs;
  readonly granted: Granted;
  /** The lock as it is now: an effect's lineage is taken from it. */
  readonly records: ReadonlyMap<StageId, LockRecord>;
}

/** Peak of memory in bytes; milliseconds of processor time, of all attempts; what the last one had of the pools. */
type Use = Pick<StageFinished, "peak" | "cpu" | "held">;

/** All attempts of one run: one place for logs. */
export class Attempts {
  readonly #request: AttemptsRequest;
  readonly #logged = new Set<StageId>();
  readonly #used = new Map<StageId, Use>();

  constructor(request: AttemptsRequest) {
    this.#request = request;
  }

  async attempt({ stage, attempt: number, key, inputs, granted, records }: OneAttempt): Promise<AttemptResult> {
    const { plan, run, executor, signalOf, emit, following } = this.#request;
    const signal = signalOf(stage.id);
    this.#logged.add(stage.id);
    const lineage = stage.does.effect ? { lineage: await lineageOf({ executor, signal, plan, stage, key, inputs, records }) } : {};
    const meter = new Meter(executor.platform, granted.memory);
    const request = { plan, stage, inputs, granted, meter, run, attempt: number, signal, emit, following, ...lineage };
    const result = await attempt(executor, request);
    this.#note(stage.id, { meter, held: granted.held });
    return result;
  }

  /** What a stage took of the machine, as far as it was seen. */
  useOf(stage: StageId): Use {
    return this.#used.get(stage) ?? {};
  }

  #note(stage: StageId, { meter: { peak, cpu }, held }: { readonly meter: Meter; readonly held: Held | undefined }): void {
    const before = this.useOf(stage);
    const seen = peak === undefined || cpu === undefined ? {} : { peak: Math.max(peak, before.peak ?? 0), cpu: cpu + (before.cpu ?? 0) };
    this.#used.set(stage, { ...before, ...seen, ...(held !== undefined && { held }) });
  }

  logOf(stage: StageId): ProjectPath | undefined {
    return this.#logged.has(stage) ? logFile(this.#request.run, stage) : undefined;
  }
}
