import type { Listener } from "../events/event.ts";
import type { Inputs } from "../freshness/read-inputs.ts";
import type { Plan, PlanStage } from "../graph/plan.ts";
import type { LockRecord } from "../lock/lock-record.ts";
import type { Digest, ProjectPath, StageId } from "../platform/identity.ts";
import { attempt, logFile } from "./attempt/attempt.ts";
import type { LocalExecutor } from "./attempt/executor.ts";
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

/** All attempts of one run: one place for logs. */
export class Attempts {
  readonly #request: AttemptsRequest;
  readonly #logged = new Set<StageId>();

  constructor(request: AttemptsRequest) {
    this.#request = request;
  }

  async attempt({ stage, attempt: number, key, inputs, granted, records }: OneAttempt): Promise<AttemptResult> {
    const { plan, run, executor, signalOf, emit, following } = this.#request;
    const signal = signalOf(stage.id);
    this.#logged.add(stage.id);
    const lineage = stage.does.effect ? { lineage: await lineageOf({ executor, signal, plan, stage, key, inputs, records }) } : {};
    return attempt(executor, { plan, stage, inputs, granted, run, attempt: number, signal, emit, following, ...lineage });
  }

  logOf(stage: StageId): ProjectPath | undefined {
    return this.#logged.has(stage) ? logFile(this.#request.run, stage) : undefined;
  }
}
