import type { Random } from "../random/random.ts";
import type { Interval } from "./interval.ts";
import { percentile } from "./percentile.ts";

/** Named numbers; what a sample leaves undefined (an AUC without both classes) is absent. */
export type Statistics = Readonly<Record<string, number | undefined>>;

/** An interval is given where at least this share of the resamples defines the statistic. */
const definedShare = 0.9;

export interface Bootstrap {
  readonly rows: number;
  readonly resamples: number;
  readonly confidence: number;
  readonly random: Random;
  /** `counts[row]` is how often the row was drawn; the array is used again for the next resample. */
  statistics(counts: Uint32Array): Statistics;
  readonly signal?: AbortSignal;
}

/**
 * Percentile intervals by the bootstrap over rows: each resample draws `rows` rows with replacement, and all statistics are taken
 * on the same resamples.
 * Efron and Tibshirani, "An introduction to the bootstrap" (1993), chapter 13.
 */
export function bootstrapIntervals(bootstrap: Bootstrap): ReadonlyMap<string, Interval> {
  const samples = new Map<string, number[]>();
  const counts = new Uint32Array(bootstrap.rows);
  for (let resample = 0; resample < bootstrap.resamples; resample++) {
    bootstrap.signal?.throwIfAborted();
    counts.fill(0);
    for (let draw = 0; draw < bootstrap.rows; draw++) {
      const row = bootstrap.random.below(bootstrap.rows);
      counts[row] = (counts[row] ?? 0) + 1;
    }
    for (const [name, value] of Object.entries(bootstrap.statistics(counts))) {
      if (value === undefined || !Number.isFinite(value)) continue;
      const values = samples.get(name);
      if (values === undefined) samples.set(name, [value]);
      else values.push(value);
    }
  }
  const tail = (1 - bootstrap.confidence) / 2;
  const intervals = new Map<string, Interval>();
  for (const [name, values] of samples) {
    if (values.length < definedShare * bootstrap.resamples) continue;
    const sorted = Float64Array.from(values).sort();
    intervals.set(name, { low: percentile(sorted, tail), high: percentile(sorted, 1 - tail) });
  }
  return intervals;
}
