import type { Demand } from "./demand.ts";
import { Heap, isBefore, type Turn } from "./heap.ts";
import type { Holding, Pools } from "./pools.ts";

export interface Waiting extends Turn {
  readonly demand: Demand;
  /** Whose seats it needs: runs may share a line, and have seats of their own. */
  readonly run: RunSeats;
  /** Called with what was taken for it. */
  readonly begin: (holding: Holding) => void;
  /** It no longer waits: stopped, or begun. */
  gone: boolean;
}

export interface RunSeats {
  /** Of which none are alike in one line. */
  readonly number: number;
  /** Whether a stage of the run may begin now. */
  readonly isFree: () => boolean;
}

/** Those of a run that take the same: if the first of them does not fit, none of them does. */
interface Group {
  readonly demand: Demand;
  readonly items: Heap<Waiting>;
  /** How often another that comes after its first was begun with what the first lacks. */
  passes: number;
}

/**
 * How often a stage is passed over by ones that come after it and take less, before what it wants is kept for it. Small enough that a
 * large stage does not wait for all small ones, large enough that the machine is not left idle for it at once.
 */
export const patience = 8;

/**
 * Who waits for a place, and whose turn it is: the longest remaining path first; one that does not fit is passed over by ones that do.
 * After `patience` of these, nothing after it may take what would then be missing for it: it cannot wait for ever. What it does not
 * want, others still get.
 */
export class WaitingLine {
  readonly pools: Pools;
  readonly #groups = new Map<string, Group>();
  #runs = 0;

  constructor(pools: Pools) {
    this.pools = pools;
  }

  /** A run that takes its stages here. */
  join(isFree: () => boolean): RunSeats {
    this.#runs += 1;
    return { number: this.#runs, isFree };
  }

  add(item: Waiting): void {
    const { demand } = item;
    const group = this.#groups.get(groupOf(item)) ?? { demand, items: new Heap<Waiting>(), passes: 0 };
    this.#groups.set(groupOf(item), group);
    group.items.add(item);
  }

  /** The first that may start now. */
  next(): Waiting | undefined {
    const kept: Demand[] = [];
    for (const { first, group } of this.#firsts()) {
      if (!first.run.isFree()) continue;
      if (!this.pools.fits(group.demand)) {
        if (group.passes >= patience) kept.push(group.demand);
      } else if (kept.every((other) => this.pools.inTheWay(group.demand, other).length === 0)) return first;
    }
    return undefined;
  }

  /** Takes one that `next` has named out of the line; its demand is not taken yet. */
  begin(item: Waiting): void {
    for (const { first, group } of this.#firsts()) {
      if (!isBefore(first, item)) break;
      if (!first.run.isFree()) continue;
      const lacking = this.pools.lacking(group.demand);
      if (lacking.some((pool) => item.demand.units.has(pool))) group.passes += 1;
    }
    item.gone = true;
    const group = this.#groups.get(groupOf(item));
    if (group !== undefined) group.passes = 0;
  }

  /** The pools that one waits for: those with too little, or else those that are kept for another. None where only its turn has not come. */
  awaited({ demand, ...turn }: Waiting): readonly string[] {
    const lacking = this.pools.lacking(demand);
    if (lacking.length > 0) return lacking;
    const kept = this.#firsts().filter(
      ({ first, group }) => group.passes >= patience && isBefore(first, turn) && !this.pools.fits(group.demand),
    );
    return [...new Set(kept.flatMap(({ group }) => this.pools.inTheWay(demand, group.demand)))];
  }

  /** The first of each group, in the order of their turns. */
  #firsts(): readonly { readonly first: Waiting; readonly group: Group }[] {
    const firsts: { readonly first: Waiting; readonly group: Group }[] = [];
    for (const [name, group] of this.#groups) {
      while (group.items.first?.gone === true) group.items.take();
      const { first } = group.items;
      if (first === undefined) this.#groups.delete(name);
      else firsts.push({ first, group });
    }
    return firsts.sort((one, other) => (isBefore(one.first, other.first) ? -1 : 1));
  }
}

const groupOf = ({ run, demand }: Waiting): string => `${run.number} ${demand.name}`;
