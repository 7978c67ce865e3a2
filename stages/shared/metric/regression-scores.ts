import type { Counts } from "./classification-outcome.ts";

/** What a regression said of each row, beside what is true, in the target's unit. */
export interface RegressionOutcome {
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
}

/** Square root of the mean squared error, in the target's unit. */
export function rootMeanSquaredError(outcome: RegressionOutcome, counts?: Counts): number | undefined {
  const mean = weightedMean(outcome, (actual, predicted) => (actual - predicted) ** 2, counts);
  return mean === undefined ? undefined : Math.sqrt(mean);
}

/** In the target's unit. */
export function meanAbsoluteError(outcome: RegressionOutcome, counts?: Counts): number | undefined {
  return weightedMean(outcome, (actual, predicted) => Math.abs(actual - predicted), counts);
}

/**
 * Share of the target's variance that is explained: 1 is perfect, 0 is as good as the mean. Undefined where the target is the same
 * in all rows; scikit-learn then gives 0 or 1.
 */
export function rSquared(outcome: RegressionOutcome, counts?: Counts): number | undefined {
  const mean = weightedMean(outcome, (actual) => actual, counts);
  if (mean === undefined) return undefined;
  const variance = weightedMean(outcome, (actual) => (actual - mean) ** 2, counts) ?? 0;
  const error = weightedMean(outcome, (actual, predicted) => (actual - predicted) ** 2, counts) ?? 0;
  return variance === 0 ? undefined : 1 - error / variance;
}

/** In the target's unit. */
export function maximumError({ actual, predicted }: RegressionOutcome, counts?: Counts): number | undefined {
  let largest: number | undefined;
  for (let row = 0; row < actual.length; row++) {
    if (counts !== undefined && counts[row] === 0) continue;
    largest = Math.max(largest ?? 0, Math.abs((actual[row] as number) - (predicted[row] as number)));
  }
  return largest;
}

/** The rows sorted by absolute error: made once, and used for every resample. */
export interface ErrorOrder {
  readonly order: Uint32Array;
  readonly errors: Float64Array;
}

export function orderErrors({ actual, predicted }: RegressionOutcome): ErrorOrder {
  const errors = actual.map((value, row) => Math.abs(value - (predicted[row] as number)));
  return { errors, order: Uint32Array.from(errors.keys()).sort((one, other) => (errors[one] as number) - (errors[other] as number)) };
}

/** In the target's unit; of an even number of rows, the mean of the middle two. */
export function medianAbsoluteError({ order, errors }: ErrorOrder, counts?: Counts): number | undefined {
  const total = counts === undefined ? order.length : counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const low = Math.floor((total - 1) / 2);
  const high = Math.floor(total / 2);
  let passed = 0;
  let lower: number | undefined;
  for (const row of order) {
    passed += counts === undefined ? 1 : (counts[row] as number);
    if (lower === undefined && passed > low) lower = errors[row];
    if (lower !== undefined && passed > high) return (lower + (errors[row] as number)) / 2;
  }
  return undefined;
}

function weightedMean(
  { actual, predicted }: RegressionOutcome,
  value: (actual: number, predicted: number) => number,
  counts: Counts,
): number | undefined {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < actual.length; row++) {
    const count = counts === undefined ? 1 : (counts[row] as number);
    sum += count * value(actual[row] as number, predicted[row] as number);
    total += count;
  }
  return total === 0 ? undefined : sum / total;
}
