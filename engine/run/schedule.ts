import type { PlanStage } from "../graph/plan.ts";
import type { StageId } from "../platform/identity.ts";

export interface ScheduleRequest {
  /** The stages to bring to an end, in an order in which they could run. */
  readonly stages: readonly PlanStage[];
  readonly jobs: number;
  /** Higher goes first among those that could start. */
  readonly priority: (stage: StageId) => number;
  /** Settles a stage whose needs have all ended; rejects where the run cannot go on: a disk that refuses, or a bug. */
  readonly process: (stage: PlanStage) => Promise<void>;
  /** Called at the first rejection, to end what is still at work. */
  readonly stop: () => void;
  /** Called when a stage has ended: resolves to the further stages that it makes known. Their needs are among those before, or among themselves. */
  readonly after?: (stage: PlanStage) => Promise<readonly PlanStage[]> | undefined;
}

/**
 * Calls `process` for every stage once its needs have ended, at most `jobs` at a time, the longest remaining path first. Rejects
 * as the first of them did, once all that was started has ended: nothing is at work when this returns.
 */
export async function schedule({ stages, jobs, priority, process, stop, after }: ScheduleRequest): Promise<void> {
  /** Needs that have not ended, by stage; none of what has ended. */
  const waiting = new Map<StageId, number>();
  const consumers = new Map<StageId, PlanStage[]>();
  const ready = new ReadyQueue(priority);
  const enrol = (more: readonly PlanStage[]): void => {
    for (const { id } of more) waiting.set(id, 0);
    for (const stage of more) {
      for (const need of stage.needs) {
        if (!waiting.has(need)) continue;
        waiting.set(stage.id, (waiting.get(stage.id) ?? 0) + 1);
        const known = consumers.get(need);
        if (known === undefined) consumers.set(need, [stage]);
        else known.push(stage);
      }
    }
    for (const stage of more) if (waiting.get(stage.id) === 0) ready.add(stage);
  };
  enrol(stages);

  let active = 0;
  let growing = 0;
  let broken: { readonly error: unknown } | undefined;
  await new Promise<void>((resolve) => {
    const advance = (): void => {
      while (active < jobs && broken === undefined) {
        const stage = ready.take();
        if (stage === undefined) break;
        active++;
        process(stage).then(() => ended(stage), failed);
      }
      if (active === 0 && growing === 0) resolve();
    };
    const grow = (added: Promise<readonly PlanStage[]>): void => {
      growing++;
      const grown = (more: readonly PlanStage[]): void => {
        growing--;
        enrol(more);
        advance();
      };
      added.then(grown, (error: unknown) => {
        growing--;
        broke(error);
      });
    };
    const failed = (error: unknown): void => {
      active--;
      broke(error);
    };
    const broke = (error: unknown): void => {
      if (broken === undefined) stop();
      broken ??= { error };
      advance();
    };
    const ended = (stage: PlanStage): void => {
      active--;
      waiting.delete(stage.id);
      const added = after?.(stage);
      if (added !== undefined) grow(added);
      for (const consumer of consumers.get(stage.id) ?? []) {
        const left = (waiting.get(consumer.id) ?? 0) - 1;
        waiting.set(consumer.id, left);
        if (left === 0) ready.add(consumer);
      }
      advance();
    };
    advance();
  });
  if (broken !== undefined) throw broken.error;
}

/** A binary heap: highest priority first, then plan order. */
class ReadyQueue {
  readonly #priority: (stage: StageId) => number;
  readonly #heap: { readonly stage: PlanStage; readonly priority: number; readonly order: number }[] = [];
  #added = 0;

  constructor(priority: (stage: StageId) => number) {
    this.#priority = priority;
  }

  add(stage: PlanStage): void {
    const heap = this.#heap;
    heap.push({ stage, priority: this.#priority(stage.id), order: this.#added++ });
    for (let at = heap.length - 1; at > 0; ) {
      const above = (at - 1) >> 1;
      if (!this.#swapIfBefore(at, above)) break;
      at = above;
    }
  }

  take(): PlanStage | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return undefined;
    if (heap.length === 0) return first.stage;
    heap[0] = last;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const child = this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#swapIfBefore(child, at)) break;
      at = child;
    }
    return first.stage;
  }

  #isBefore(one: number, other: number): boolean {
    const [left, right] = [this.#heap[one], this.#heap[other]];
    if (left === undefined || right === undefined) return false;
    return left.priority > right.priority || (left.priority === right.priority && left.order < right.order);
  }

  #swapIfBefore(lower: number, upper: number): boolean {
    const [below, above] = [this.#heap[lower], this.#heap[upper]];
    if (below === undefined || above === undefined || !this.#isBefore(lower, upper)) return false;
    this.#heap[upper] = below;
    this.#heap[lower] = above;
    return true;
  }
}
