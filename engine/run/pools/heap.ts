/** Whose turn it is among several that could start. */
export interface Turn {
  /** Higher goes first. */
  readonly priority: number;
  /** Among equals, lower goes first. */
  readonly order: number;
}

export const isBefore = (one: Turn, other: Turn): boolean =>
  one.priority > other.priority || (one.priority === other.priority && one.order < other.order);

/** A binary heap; the first turn on top. */
export class Heap<Item extends Turn> {
  readonly #items: Item[] = [];

  get first(): Item | undefined {
    return this.#items[0];
  }

  add(item: Item): void {
    const items = this.#items;
    items.push(item);
    for (let at = items.length - 1; at > 0; ) {
      const above = (at - 1) >> 1;
      if (!this.#swapIfBefore(at, above)) break;
      at = above;
    }
  }

  take(): Item | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (first === undefined || last === undefined || items.length === 0) return first;
    items[0] = last;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const child = this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#swapIfBefore(child, at)) break;
      at = child;
    }
    return first;
  }

  #isBefore(one: number, other: number): boolean {
    const [left, right] = [this.#items[one], this.#items[other]];
    return left !== undefined && right !== undefined && isBefore(left, right);
  }

  #swapIfBefore(lower: number, upper: number): boolean {
    const [below, above] = [this.#items[lower], this.#items[upper]];
    if (below === undefined || above === undefined || !isBefore(below, above)) return false;
    this.#items[upper] = below;
    this.#items[lower] = above;
    return true;
  }
}
