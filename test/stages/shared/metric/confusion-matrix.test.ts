import { describe, expect, it } from "vitest";
import { confusionMatrix } from "../../../../stages/shared/metric/confusion-matrix.ts";
import { drawn, grapes } from "./grapes.ts";

describe("confusionMatrix", () => {
  it("counts actual by predicted class", () => {
    expect(confusionMatrix(grapes)).toEqual({
      size: 3,
      cells: Float64Array.of(3, 1, 0, 1, 2, 0, 0, 1, 4),
      total: 12,
      actual: Float64Array.of(4, 3, 5),
      predicted: Float64Array.of(4, 4, 4),
      correct: Float64Array.of(3, 2, 4),
    });
  });

  it("counts a row as often as it was drawn", () => {
    expect([...confusionMatrix(grapes, drawn).cells]).toEqual([5, 1, 0, 1, 1, 0, 0, 1, 4]);
  });
});
