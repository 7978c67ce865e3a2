import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../../../stages/shared/statistics/normal-quantile.ts";

describe("normalQuantile", () => {
  // scipy.stats.norm.ppf, scipy 1.17.1
  it.each([
    [1e-300, -37.0470962993612],
    [1e-20, -9.262340089798409],
    [1e-5, -4.264890793922825],
    [0.025, -1.9599639845400545],
    [0.07, -1.4757910281791706],
    [0.3, -0.5244005127080409],
    [0.5, 0],
    [0.9, 1.2815515655446004],
    [0.975, 1.959963984540054],
    [0.999999, 4.753424308817087],
  ])("of %d is %d", (probability, quantile) => {
    expect(Math.abs(normalQuantile(probability) - quantile)).toBeLessThanOrEqual(1e-14 * Math.abs(quantile));
  });

  it("rises, and mirrors at one half", () => {
    const probability = fc.double({ min: 1e-9, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(probability, probability, (one, other) => {
        if (one < other) expect(normalQuantile(one)).toBeLessThanOrEqual(normalQuantile(other));
        expect(normalQuantile(1 - one)).toBeCloseTo(-normalQuantile(one), 6);
      }),
    );
  });

  it.each([0, 1, -0.1, Number.NaN])("has no value at %d", (probability) => {
    expect(() => normalQuantile(probability)).toThrow(RangeError);
  });
});
