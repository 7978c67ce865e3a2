import { describe, expect, it } from "vitest";
import {
  maximumError,
  meanAbsoluteError,
  medianAbsoluteError,
  orderErrors,
  rootMeanSquaredError,
  rSquared,
} from "../../../../stages/shared/metric/regression-scores.ts";

const progression = { actual: Float64Array.of(3, -0.5, 2, 7, 4.2), predicted: Float64Array.of(2.5, 0, 2, 8, 4) };
const drawn = Uint32Array.of(1, 2, 0, 1, 3);

const all = (outcome: typeof progression, counts?: Uint32Array) => ({
  mae: meanAbsoluteError(outcome, counts),
  rmse: rootMeanSquaredError(outcome, counts),
  r2: rSquared(outcome, counts),
  median: medianAbsoluteError(orderErrors(outcome), counts),
  max: maximumError(outcome, counts),
});

describe("scores of a regression", () => {
  it("are scikit-learn's", () => {
    const scores = all(progression);
    expect(scores.mae).toBeCloseTo(0.44, 14);
    expect(scores.rmse).toBeCloseTo(0.5549774770204643, 14);
    expect(scores.r2).toBeCloseTo(0.9496600418410042, 14);
    expect([scores.median, scores.max]).toEqual([0.5, 1]);
  });

  it("count a row as often as it was drawn", () => {
    const scores = all(progression, drawn);
    expect(scores.mae).toBeCloseTo(0.44285714285714295, 14);
    expect(scores.rmse).toBeCloseTo(0.5168586432893013, 14);
    expect(scores.r2).toBeCloseTo(0.9582296253749442, 14);
    expect([scores.median, scores.max]).toEqual([0.5, 1]);
  });

  it("take the mean of the middle two errors", () => {
    const even = { actual: Float64Array.of(0, 0, 0, 0), predicted: Float64Array.of(9, 1, 2, 4) };
    expect(medianAbsoluteError(orderErrors(even))).toBe(3);
    expect(medianAbsoluteError(orderErrors(even), Uint32Array.of(0, 2, 1, 0))).toBe(1);
  });

  it("leave R squared undefined for a constant target", () => {
    expect(rSquared({ actual: Float64Array.of(2, 2), predicted: Float64Array.of(2, 3) })).toBeUndefined();
  });

  it("of no rows are undefined", () => {
    expect(Object.values(all(progression, new Uint32Array(5)))).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });
});
