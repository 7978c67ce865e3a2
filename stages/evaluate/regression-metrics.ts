import type { Counts } from "../shared/metric/classification-outcome.ts";
import {
  maximumError,
  meanAbsoluteError,
  medianAbsoluteError,
  orderErrors,
  type RegressionOutcome,
  rootMeanSquaredError,
  rSquared,
} from "../shared/metric/regression-scores.ts";
import type { Metric } from "./measure.ts";

/** What the metrics of a regression are taken from: some rows, each counted. */
export interface RegressionSample {
  readonly counts: Counts;
}

export const usualRegressionMetrics = ["rmse", "mae", "median_absolute_error", "maximum_error", "r2"] as const;

/** By the names that `with.metrics` takes. */
export function regressionMetrics(outcome: RegressionOutcome): ReadonlyMap<string, () => readonly Metric<RegressionSample>[]> {
  const metric = (name: string, of: (counts: Counts) => number | undefined): [string, () => readonly Metric<RegressionSample>[]] => [
    name,
    () => [{ path: [name], of: ({ counts }) => of(counts), undefinedBecause: "the target is the same in all rows" }],
  ];
  const order = orderErrors(outcome);
  return new Map([
    metric("rmse", (counts) => rootMeanSquaredError(outcome, counts)),
    metric("mae", (counts) => meanAbsoluteError(outcome, counts)),
    metric("median_absolute_error", (counts) => medianAbsoluteError(order, counts)),
    metric("maximum_error", (counts) => maximumError(outcome, counts)),
    metric("r2", (counts) => rSquared(outcome, counts)),
  ]);
}
