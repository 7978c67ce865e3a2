import { describe, expect, it } from "vitest";
import { brierLosses, logLosses, meanLoss } from "../../../../stages/shared/metric/row-losses.ts";
import { binary, drawn, grapes, sales } from "./grapes.ts";

describe("log loss", () => {
  it("is scikit-learn's", () => {
    expect(meanLoss(logLosses(sales))).toBeCloseTo(0.4084347508384273, 14);
    // the row that is given 1 costs 2 ** -23 instead of 0
    expect(meanLoss(logLosses(grapes))).toBeCloseTo(0.5719706718930905, 7);
    expect(meanLoss(logLosses(grapes), drawn)).toBeCloseTo(0.6177887094517037, 7);
  });

  it("stays finite where the truth was given no chance", () => {
    expect(meanLoss(logLosses(binary([0, 1], [1, 1])))).toBeCloseTo(7.971192359924316, 6);
  });

  it("of no rows is undefined", () => {
    expect(meanLoss(logLosses(grapes), new Uint32Array(12))).toBeUndefined();
  });
});

describe("Brier score", () => {
  it("is scikit-learn's, halved for two classes", () => {
    expect(meanLoss(brierLosses(sales))).toBeCloseTo(0.1278125, 15);
    expect(meanLoss(brierLosses(grapes))).toBeCloseTo(0.3245833333333334, 14);
    expect(meanLoss(brierLosses(grapes), drawn)).toBeCloseTo(0.35807692307692307, 14);
  });
});
