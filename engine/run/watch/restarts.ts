import type { Plan } from "../../graph/plan.ts";
import type { StageId } from "../../platform/identity.ts";
import type { Restart } from "../request.ts";

/** What edits stop of one run: the stages that read what was edited, and all behind them. */
export class Restarts implements Restart {
  readonly #controllers = new Map<StageId, AbortController>();
  readonly #consumers = new Map<StageId, Set<StageId>>();
  readonly #stoppedAtInput = new Set<StageId>();
  #isAllStopped = false;
  #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.grow(plan);
  }

  /** As it has grown to. */
  get plan(): Plan {
    return this.#plan;
  }

  grow(plan: Plan): void {
    this.#plan = plan;
    for (const { id, needs } of plan.stages.values()) {
      const controller = this.#controllers.get(id) ?? new AbortController();
      this.#controllers.set(id, controller);
      for (const need of needs) {
        this.#consumers.set(need, (this.#consumers.get(need) ?? new Set()).add(id));
        // What it needs is to begin again, so it is too.
        if (this.#controllers.get(need)?.signal.aborted === true) controller.abort();
      }
      if (this.#isAllStopped) controller.abort();
    }
  }

  /** Stages of which an input was changed during the run, by whomever. */
  get stoppedAtInput(): ReadonlySet<StageId> {
    return this.#stoppedAtInput;
  }

  signalOf(stage: StageId): AbortSignal {
    const controller = this.#controllers.get(stage);
    if (controller === undefined) throw new Error(`${stage} is no stage of this run`);
    return controller.signal;
  }

  inputChanged(stage: StageId): void {
    this.#stoppedAtInput.add(stage);
    this.#stop([stage]);
  }

  stopAll(): void {
    this.#isAllStopped = true;
    this.#stop(this.#controllers.keys());
  }

  /** These stages and what is behind them. */
  #stop(stages: Iterable<StageId>): void {
    const reached = new Set(stages);
    for (const stage of reached) for (const consumer of this.#consumers.get(stage) ?? []) reached.add(consumer);
    for (const stage of reached) this.#controllers.get(stage)?.abort();
  }
}
