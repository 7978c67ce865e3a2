import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wilsonInterval } from "../../../../stages/shared/statistics/wilson-interval.ts";

describe("wilsonInterval", () => {
  // scipy.stats.binomtest(k, n).proportion_ci(confidence, "wilson"), scipy 1.17.1
  it.each([
    [0, 10, 0.95, 0, 0.27753279986288926],
    [10, 10, 0.95, 0.7224672001371109, 1],
    [35, 36, 0.95, 0.8583028134672613, 0.9950795928601895],
    [7, 20, 0.9, 0.20226004005676104, 0.5334873111515284],
    [1, 1, 0.99, 0.13097754328018596, 1],
    [470, 1000, 0.95, 0.43923991460215, 0.5009896909069833],
  ])("of %d in %d at %d", (successes, trials, confidence, low, high) => {
    const interval = wilsonInterval({ successes, trials, confidence });
    expect(interval.low).toBeCloseTo(low, 13);
    expect(interval.high).toBeCloseTo(high, 13);
  });

  it("holds the rate, and stays in [0, 1]", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, share) => {
        const successes = Math.round(share * trials);
        const { low, high } = wilsonInterval({ successes, trials, confidence: 0.95 });
        expect([0 <= low, low <= successes / trials, successes / trials <= high, high <= 1]).toEqual([true, true, true, true]);
      }),
    );
  });

  it("needs a trial", () => {
    expect(() => wilsonInterval({ successes: 0, trials: 0, confidence: 0.95 })).toThrow(RangeError);
  });
});
