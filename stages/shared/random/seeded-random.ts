import { createHash } from "node:crypto";
import type { Random } from "./random.ts";
import { nextBits, type State } from "./xoshiro.ts";

/**
 * A source of randomness whose numbers depend on the seed's text alone: `7` and `"7"` are the same seed. The generator is
 * xoshiro128**; its state is the start of the SHA-256 of the seed and of the names by which it was derived.
 */
export function seededRandom(seed: string | number): Random {
  return sourceOf([String(seed)]);
}

function sourceOf(names: readonly string[]): Random {
  const state = stateOf(names);
  let spare: number | undefined;

  const next = () => {
    const high = nextBits(state) >>> 5;
    const low = nextBits(state) >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  };

  /** Draws until the number falls below the largest multiple of `bound`: what is left above it would favour small results. */
  const below = (bound: number) => {
    if (!Number.isSafeInteger(bound) || bound < 1) throw new RangeError(`below needs a positive whole number, not ${bound}`);
    const range = bound <= 2 ** 32 ? 2 ** 32 : 2 ** 53;
    const limit = range - (range % bound);
    for (;;) {
      const drawn = range === 2 ** 32 ? nextBits(state) : next() * 2 ** 53;
      if (drawn < limit) return drawn % bound;
    }
  };

  /** The polar method: Marsaglia and Bray, "A convenient method for generating normal variables", SIAM Review 6 (1964). */
  const normal = () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    for (;;) {
      const x = 2 * next() - 1;
      const y = 2 * next() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * scale;
      return x * scale;
    }
  };

  return {
    next,
    below,
    normal,
    shuffle: (items) => shuffle(items, below),
    derive: (name) => sourceOf([...names, name]),
  };
}

function stateOf(names: readonly string[]): State {
  const hash = createHash("sha256").update(JSON.stringify(names)).digest();
  return Uint32Array.from([0, 4, 8, 12], (offset) => hash.readUInt32LE(offset));
}

/** Durstenfeld's form of the Fisher-Yates shuffle: Communications of the ACM 7 (1964), algorithm 235. */
function shuffle<Item>(items: Item[] | Int32Array, below: (bound: number) => number): void {
  const list = items as { [index: number]: Item; readonly length: number };
  for (let last = list.length - 1; last > 0; last--) {
    const chosen = below(last + 1);
    const item = list[last] as Item;
    list[last] = list[chosen] as Item;
    list[chosen] = item;
  }
}
