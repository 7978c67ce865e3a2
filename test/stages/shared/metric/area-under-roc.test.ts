import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areaUnderRoc, rankBy } from "../../../../stages/shared/metric/area-under-roc.ts";
import { binary, drawn, grapes, sales } from "./grapes.ts";

describe("areaUnderRoc", () => {
  it("is scikit-learn's, ties included", () => {
    expect(areaUnderRoc(rankBy(sales, 1))).toBe(0.875);
    expect(areaUnderRoc(rankBy(binary([0, 0, 1, 0, 1, 1, 0, 1], [0.1, 0.4, 0.35, 0.35, 0.8, 0.5, 0.5, 0.9]), 1))).toBe(0.8125);
  });

  it("of one class against the rest averages to scikit-learn's", () => {
    const mean = (counts?: Uint32Array) =>
      [0, 1, 2].reduce((sum, index) => sum + (areaUnderRoc(rankBy(grapes, index), counts) ?? 0), 0) / 3;
    expect(mean()).toBeCloseTo(0.923611111111111, 14);
    expect(mean(drawn)).toBeCloseTo(0.8773448773448774, 14);
  });

  it("is undefined without both classes", () => {
    expect(areaUnderRoc(rankBy(binary([1, 1], [0.2, 0.3]), 1))).toBeUndefined();
  });

  it("is the share of pairs in the right order", () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 3 }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
        const counts = Uint32Array.from(rows, ([, , count]) => count);
        const outcome = binary(
          rows.map(([actual]) => actual),
          rows.map(([, score]) => score / 8),
        );
        let pairs = 0;
        let right = 0;
        for (const [one, oneScore, oneCount] of rows) {
          for (const [other, otherScore, otherCount] of rows) {
            if (one !== 1 || other !== 0) continue;
            pairs += oneCount * otherCount;
            right += oneCount * otherCount * (oneScore > otherScore ? 1 : oneScore === otherScore ? 0.5 : 0);
          }
        }
        const area = areaUnderRoc(rankBy(outcome, 1), counts);
        if (pairs === 0) expect(area).toBeUndefined();
        else expect(area).toBeCloseTo(right / pairs, 12);
      }),
    );
  });
});
