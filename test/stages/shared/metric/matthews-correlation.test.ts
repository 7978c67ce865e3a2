import { describe, expect, it } from "vitest";
import { confusionMatrix } from "../../../../stages/shared/metric/confusion-matrix.ts";
import { matthewsCorrelation } from "../../../../stages/shared/metric/matthews-correlation.ts";
import { drawn, grapes, sales } from "./grapes.ts";

describe("matthewsCorrelation", () => {
  it("is scikit-learn's, of two classes and of three", () => {
    expect(matthewsCorrelation(confusionMatrix(sales))).toBe(0.5);
    expect(matthewsCorrelation(confusionMatrix(grapes))).toBeCloseTo(0.6316139407998892, 14);
    expect(matthewsCorrelation(confusionMatrix(grapes, drawn))).toBeCloseTo(0.6416236526819377, 14);
  });

  it("is 0 where one class alone is predicted", () => {
    const constant = { classes: ["no", "yes"], actual: Int32Array.of(0, 1), predicted: Int32Array.of(0, 0) };
    expect(matthewsCorrelation(confusionMatrix(constant))).toBe(0);
  });
});
