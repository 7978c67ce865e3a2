import { describe, expect, it } from "vitest";
import { averageScore, classScores } from "../../../../stages/shared/metric/class-scores.ts";
import { confusionMatrix } from "../../../../stages/shared/metric/confusion-matrix.ts";
import { drawn, grapes } from "./grapes.ts";

const scores = classScores(confusionMatrix(grapes));
const neverBarbera = { classes: ["barolo", "barbera", "nebbiolo"], actual: Int32Array.of(0, 0, 1, 1), predicted: new Int32Array(4) };

describe("classScores", () => {
  it("of each class are scikit-learn's", () => {
    expect(scores).toEqual([
      { precision: 0.75, recall: 0.75, f1: 0.75, support: 4, predicted: 4, correct: 3 },
      { precision: 0.5, recall: 2 / 3, f1: 4 / 7, support: 3, predicted: 4, correct: 2 },
      { precision: 1, recall: 0.8, f1: 8 / 9, support: 5, predicted: 4, correct: 4 },
    ]);
  });

  it("are 0 where nothing was predicted or occurs", () => {
    expect(classScores(confusionMatrix(neverBarbera)).slice(1)).toEqual([
      { precision: 0, recall: 0, f1: 0, support: 2, predicted: 0, correct: 0 },
      { precision: 0, recall: 0, f1: 0, support: 0, predicted: 0, correct: 0 },
    ]);
  });
});

describe("averageScore", () => {
  it.each([
    ["precision", "macro", 0.75],
    ["recall", "macro", 0.7388888888888889],
    ["f1", "macro", 0.7367724867724869],
    ["precision", "weighted", 0.7916666666666666],
    ["recall", "weighted", 0.75],
    ["f1", "weighted", 0.7632275132275131],
    ["precision", "micro", 0.75],
    ["f1", "micro", 0.75],
  ] as const)("%s, %s", (name, average, expected) => {
    expect(averageScore(scores, { name, average })).toBeCloseTo(expected, 14);
  });

  it("counts a row as often as it was drawn", () => {
    expect(averageScore(classScores(confusionMatrix(grapes, drawn)), { name: "f1", average: "macro" })).toBeCloseTo(0.7074074074074074, 14);
  });

  it("passes over a class that neither occurs nor is predicted", () => {
    const macro = { name: "precision", average: "macro" } as const;
    expect(averageScore(classScores(confusionMatrix(neverBarbera)), macro)).toBe(0.25);
  });
});
