import type { Interval } from "./interval.ts";
import { normalQuantile } from "./normal-quantile.ts";

/**
 * Wilson's score interval of a rate, without continuity correction, within [0, 1]; `trials` > 0. Unlike the normal approximation
 * it holds near 0 and 1 and for few trials.
 * Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 */
export function wilsonInterval({ successes, trials, confidence }: { successes: number; trials: number; confidence: number }): Interval {
  if (!(trials > 0)) throw new RangeError("an interval of a rate needs at least one trial");
  const z = normalQuantile(0.5 + confidence / 2);
  const rate = successes / trials;
  const center = (rate + (z * z) / (2 * trials)) / (1 + (z * z) / trials);
  const half = (z * Math.sqrt((rate * (1 - rate)) / trials + (z * z) / (4 * trials * trials))) / (1 + (z * z) / trials);
  // At the ends the formula gives exactly 0 and 1, which rounding would miss.
  return { low: successes === 0 ? 0 : center - half, high: successes === trials ? 1 : center + half };
}
