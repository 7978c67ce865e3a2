import type { Plan } from "../../graph/plan.ts";
import type { StageId } from "../../platform/identity.ts";
import type { Restart } from "../request.ts";

/** What edits stop of one run: the stages that read what was edited, and all behind them. */
export class Restarts implements Restart {
  readonly #controllers: ReadonlyMap<StageId, AbortController>;
  readonly #consumers = new Map<StageId, StageId[]>();
  readonly #stoppedAtInput = new Set<StageId>();

  constructor({ stages }: Plan) {
    this.#controllers = new Map([...stages.keys()].map((stage) => [stage, new AbortController()]));
    for (const { id, needs } of stages.values()) {
      for (const need of needs) {
        const known = this.#consumers.get(need);
        if (known === undefined) this.#consumers.set(need, [id]);
        else known.push(id);
      }
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
    this.#stop(this.#controllers.keys());
  }

  /** These stages and what is behind them. */
  #stop(stages: Iterable<StageId>): void {
    const reached = new Set(stages);
    for (const stage of reached) for (const consumer of this.#consumers.get(stage) ?? []) reached.add(consumer);
    for (const stage of reached) this.#controllers.get(stage)?.abort();
  }
}
