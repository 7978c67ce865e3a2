import type { Random } from "../random/random.ts";

/**
 * Runs synchronous work with `Math.random` drawing from a seeded source: initial weights and dropout masks take their seeds from it,
 * and have no other way to be given one. It is put back before anything else can run.
 */
export function withSeededMath<Value>(random: Random, work: () => Value): Value {
  const original = Math.random;
  Math.random = random.next;
  try {
    return work();
  } finally {
    Math.random = original;
  }
}
