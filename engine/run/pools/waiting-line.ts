import type { Demand } from "./demand.ts";
import { Heap, isBefore, type Turn } from "./heap.ts";
import type { Pools } from "./pools.ts";

export interface Waiting extends Turn {
  readonly demand: Demand;
  /** It no longer waits: stopped, or begun. */
  gone: boolean;
}

/** Those that take the same: if the first of them does not fit, none of them does. */
interface Group<Item extends Waiting> {
  readonly demand: Demand;
  readonly items: Heap<Item>;
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
export class WaitingLine<Item extends Waiting> {
  readonly #pools: Pools;
  readonly #groups = new Map<string, Group<Item>>();

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  add(item: Item): void {
    const { demand } = item;
    const group = this.#groups.get(demand.name) ?? { demand, items: new Heap<Item>(), passes: 0 };
    this.#groups.set(demand.name, group);
    group.items.add(item);
  }

  /** The first that may start now. */
  next(): Item | undefined {
    const kept: Demand[] = [];
    for (const { first, group } of this.#firsts()) {
      if (!this.#pools.fits(group.demand)) {
        if (group.passes >= patience) kept.push(group.demand);
      } else if (kept.every((other) => this.#pools.inTheWay(group.demand, other).length === 0)) return first;
    }
    return undefined;
  }

  /** Takes one that `next` has named out of the line; its demand is not taken yet. */
  begin(item: Item): void {
    for (const { first, group } of this.#firsts()) {
      if (!isBefore(first, item)) break;
      const lacking = this.#pools.lacking(group.demand);
      if (lacking.some((pool) => item.demand.units.has(pool))) group.passes += 1;
    }
    item.gone = true;
    const group = this.#groups.get(item.demand.name);
    if (group !== undefined) group.passes = 0;
  }

  /** The pools that one waits for: those with too little, or else those that are kept for another. None where only its turn has not come. */
  awaited({ demand, ...turn }: Item): readonly string[] {
    const lacking = this.#pools.lacking(demand);
    if (lacking.length > 0) return lacking;
    const kept = this.#firsts().filter(
      ({ first, group }) => group.passes >= patience && isBefore(first, turn) && !this.#pools.fits(group.demand),
    );
    return [...new Set(kept.flatMap(({ group }) => this.#pools.inTheWay(demand, group.demand)))];
  }

  /** The first of each group, in the order of their turns. */
  #firsts(): readonly { readonly first: Item; readonly group: Group<Item> }[] {
    const firsts: { readonly first: Item; readonly group: Group<Item> }[] = [];
    for (const [name, group] of this.#groups) {
      while (group.items.first?.gone === true) group.items.take();
      const { first } = group.items;
      if (first === undefined) this.#groups.delete(name);
      else firsts.push({ first, group });
    }
    return firsts.sort((one, other) => (isBefore(one.first, other.first) ? -1 : 1));
  }
}
