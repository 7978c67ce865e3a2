import type { PlanStage } from "../graph/plan.ts";
import type { StageId } from "../platform/identity.ts";
import type { Demand } from "./pools/demand.ts";
import { Heap, isBefore, type Turn } from "./pools/heap.ts";
import type { Holding } from "./pools/pools.ts";
import type { RunSeats, Waiting, WaitingLine } from "./pools/waiting-line.ts";

export interface ScheduleRequest {
  /** The stages to bring to an end, in an order in which they could run. */
  readonly stages: readonly PlanStage[];
  readonly jobs: number;
  /** For what the pools hold; other runs may stand in it too. */
  readonly line: WaitingLine;
  /** Higher goes first among those that could start. */
  readonly priority: (stage: StageId) => number;
  /** Settles a stage whose needs have all ended; rejects where the run cannot go on: a disk that refuses, or a bug. */
  readonly process: (stage: PlanStage, seat: Seat) => Promise<void>;
  /** Called at the first rejection, to end what is still at work; whoever waits must be told by its signal. */
  readonly stop: () => void;
  /** Called when a stage has ended: resolves to the further stages that it makes known. Their needs are among those before, or among themselves. */
  readonly after?: (stage: PlanStage) => Promise<readonly PlanStage[]> | undefined;
}

/** One of the `jobs` seats, and what goes with it. A stage is called with a seat; whatever it still has is taken back when it has settled. */
export interface Seat {
  /**
   * Gives its seat up, and resolves once it has one again together with all that it wants, never with a part of it. So what waits is in
   * nobody's way. `undefined`: one of the signals was aborted first. The demand must be one that can be met.
   */
  take(request: SeatRequest): Promise<Taken | undefined>;
  /** Gives back what was taken, and the seat. */
  leave(): void;
  /** One more for the same stage, at the same turn: it has nothing yet. Whoever asks for it must leave it. */
  another(): Seat;
}

export interface SeatRequest {
  readonly demand: Demand;
  readonly signals: readonly AbortSignal[];
  /** Called before it resolves, where pools must be waited for. */
  readonly onWaiting: (pools: readonly string[]) => void;
}

export interface Taken {
  /** Whether others could have their turn before: what was known of the disk may be of yesterday. */
  readonly waited: boolean;
  /** Ids of GPUs. */
  readonly devices: readonly string[];
}

/**
 * Calls `process` for every stage once its needs have ended, at most `jobs` at a time, the longest remaining path first. Rejects
 * as the first of them did, once all that was started has ended: nothing is at work when this returns.
 */
export async function schedule({ stages, jobs, line, priority, process, stop, after }: ScheduleRequest): Promise<void> {
  /** Needs that have not ended, by stage; none of what has ended. */
  const needed = new Map<StageId, number>();
  const consumers = new Map<StageId, Ready[]>();
  const ready = new Heap<Ready>();
  let enrolled = 0;
  const enrol = (more: readonly PlanStage[]): void => {
    for (const { id } of more) needed.set(id, 0);
    const turns = more.map((stage): Ready => ({ stage, order: enrolled++, priority: priority(stage.id) }));
    for (const turn of turns) {
      for (const need of turn.stage.needs) {
        if (!needed.has(need)) continue;
        needed.set(turn.stage.id, (needed.get(turn.stage.id) ?? 0) + 1);
        const known = consumers.get(need);
        if (known === undefined) consumers.set(need, [turn]);
        else known.push(turn);
      }
    }
    for (const turn of turns) if (needed.get(turn.stage.id) === 0) ready.add(turn);
  };
  enrol(stages);

  let seats = jobs;
  let unsettled = 0;
  let growing = 0;
  let broken: { readonly error: unknown } | undefined;
  const run = line.join(() => seats > 0 && broken === undefined);
  await new Promise<void>((resolve) => {
    const advance = (): void => {
      for (;;) {
        // It may be of another run, to which what was given back is of use.
        const [toJudge, toWork] = [run.isFree() ? ready.first : undefined, line.next()];
        if (toWork !== undefined && (toJudge === undefined || isBefore(toWork, toJudge))) {
          line.begin(toWork);
          toWork.begin(line.pools.take(toWork.demand));
        } else if (toJudge !== undefined) {
          ready.take();
          seats -= 1;
          unsettled += 1;
          begin(toJudge);
        } else break;
      }
      if (unsettled === 0 && growing === 0) resolve();
    };
    const seat = (change: 1 | -1): void => {
      seats += change;
    };
    const begin = (turn: Ready): void => {
      const place = new StageSeat({ turn, line, run, advance, seat });
      process(turn.stage, place).then(
        () => ended(turn, place),
        (error: unknown) => {
          unsettled -= 1;
          broke(error);
          place.leave();
        },
      );
    };
    const broke = (error: unknown): void => {
      const isFirst = broken === undefined;
      broken ??= { error };
      if (isFirst) stop();
      advance();
    };
    const grow = (added: Promise<readonly PlanStage[]>): void => {
      growing += 1;
      const grown = (more: readonly PlanStage[]): void => {
        growing -= 1;
        enrol(more);
        advance();
      };
      added.then(grown, (error: unknown) => {
        growing -= 1;
        broke(error);
      });
    };
    const ended = ({ stage }: Ready, place: StageSeat): void => {
      unsettled -= 1;
      needed.delete(stage.id);
      const added = after?.(stage);
      if (added !== undefined) grow(added);
      for (const consumer of consumers.get(stage.id) ?? []) {
        const left = (needed.get(consumer.stage.id) ?? 0) - 1;
        needed.set(consumer.stage.id, left);
        if (left === 0) ready.add(consumer);
      }
      place.leave();
    };
    advance();
  });
  if (broken !== undefined) throw broken.error;
}

interface Ready extends Turn {
  readonly stage: PlanStage;
}

interface Surroundings {
  readonly turn: Ready;
  readonly line: WaitingLine;
  readonly run: RunSeats;
  /** Gives out what is free. */
  readonly advance: () => void;
  /** One is free again, or taken. */
  readonly seat: (change: 1 | -1) => void;
}

class StageSeat implements Seat {
  readonly #around: Surroundings;
  #isSeated: boolean;
  #holding: Holding | undefined;

  constructor(around: Surroundings, { isSeated = true } = {}) {
    this.#around = around;
    this.#isSeated = isSeated;
  }

  another(): Seat {
    return new StageSeat(this.#around, { isSeated: false });
  }

  take({ demand, signals, onWaiting }: SeatRequest): Promise<Taken | undefined> {
    const { turn, line, run, advance, seat } = this.#around;
    this.#giveBack();
    const decided = new AbortController();
    return new Promise((resolve) => {
      if (signals.some(({ aborted }) => aborted)) {
        advance();
        resolve(undefined);
        return;
      }
      let waited = false;
      const { priority, order } = turn;
      const begin = (holding: Holding): void => {
        decided.abort();
        seat(-1);
        this.#isSeated = true;
        this.#holding = holding;
        resolve({ waited, devices: holding.devices });
      };
      const waiting: Waiting = { priority, order, demand, run, gone: false, begin };
      line.add(waiting);
      advance();
      if (waiting.gone) return;
      waited = true;
      const pending = line.awaited(waiting);
      if (pending.length > 0) onWaiting(pending);
      const giveUp = (): void => {
        decided.abort();
        waiting.gone = true;
        resolve(undefined);
        // What was kept for it is others' now.
        advance();
      };
      for (const signal of signals) signal.addEventListener("abort", giveUp, { signal: decided.signal });
    });
  }

  leave(): void {
    this.#giveBack();
    this.#around.advance();
  }

  #giveBack(): void {
    const { line, seat } = this.#around;
    if (this.#holding !== undefined) line.pools.giveBack(this.#holding);
    this.#holding = undefined;
    if (this.#isSeated) seat(1);
    this.#isSeated = false;
  }
}
