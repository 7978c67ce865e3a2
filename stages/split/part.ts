import { StageFailure } from "../../engine/kind/stage-context.ts";

/** In the order in which ties are settled. */
export const parts = ["train", "validation", "test"] as const;
export type Part = (typeof parts)[number];

/** Something for each part, in the order of `parts`. */
export type PerPart<Value> = readonly [train: Value, validation: Value, test: Value];

/** Fractions as whole billionths: shares of whole numbers of rows are then exact. */
export type Weights = PerPart<bigint>;

const billion = 1e9;

/** Throws StageFailure `split-impossible` where the fractions do not add up to 1. */
export function weightsOf(fractions: { readonly train: number; readonly validation?: number; readonly test: number }): Weights {
  const { train, validation = 0, test } = fractions;
  const sum = train + validation + test;
  if (Math.abs(sum - 1) > 1e-6) {
    throw new StageFailure({
      code: "split-impossible",
      message: `the fractions add up to ${Number(sum.toPrecision(6))}, not to 1`,
      why: `train ${train}, validation ${validation}, test ${test}`,
    });
  }
  return [weight(train), weight(validation), weight(test)];
}

const weight = (fraction: number) => BigInt(Math.round(fraction * billion));
