import { describe, expect, it } from "vitest";
import { accuracy, balancedAccuracy } from "../../../../stages/shared/metric/accuracy.ts";
import { confusionMatrix } from "../../../../stages/shared/metric/confusion-matrix.ts";
import { drawn, grapes } from "./grapes.ts";

const nothing = new Uint32Array(12);

describe("accuracy", () => {
  it("is the share of hits", () => {
    expect(accuracy(confusionMatrix(grapes))).toBe(0.75);
    expect(accuracy(confusionMatrix(grapes, drawn))).toBeCloseTo(0.7692307692307693, 15);
  });

  it("of no rows is undefined", () => {
    expect(accuracy(confusionMatrix(grapes, nothing))).toBeUndefined();
  });
});

describe("balancedAccuracy", () => {
  it("weighs classes alike", () => {
    expect(balancedAccuracy(confusionMatrix(grapes))).toBeCloseTo(0.7388888888888889, 15);
    expect(balancedAccuracy(confusionMatrix(grapes, drawn))).toBeCloseTo(0.7111111111111112, 15);
  });

  it("passes over classes that do not occur", () => {
    const one = { classes: ["barolo", "barbera"], actual: Int32Array.of(0, 0), predicted: Int32Array.of(0, 1) };
    expect(balancedAccuracy(confusionMatrix(one))).toBe(0.5);
    expect(balancedAccuracy(confusionMatrix(grapes, nothing))).toBeUndefined();
  });
});
