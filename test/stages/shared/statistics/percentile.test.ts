import { describe, expect, it } from "vitest";
import { percentile } from "../../../../stages/shared/statistics/percentile.ts";

describe("percentile", () => {
  it("is numpy's", () => {
    const sorted = Float64Array.of(1, 3, 3.5, 10);
    expect([0, 0.025, 0.37, 0.5, 1].map((share) => percentile(sorted, share))).toEqual([1, 1.15, 3.0549999999999997, 3.25, 10]);
  });

  it("of one value is that value", () => {
    expect(percentile(Float64Array.of(4), 0.975)).toBe(4);
  });

  it("of nothing does not exist", () => {
    expect(() => percentile(Float64Array.of(), 0.5)).toThrow(RangeError);
  });
});
