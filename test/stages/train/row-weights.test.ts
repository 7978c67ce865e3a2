import fc from "fast-check";
import { expect, test } from "vitest";
import { rowWeights } from "../../../stages/train/row-weights.ts";

const classes = ["barolo", "grignolino", "barbera", "nebbiolo"];

test("balanced weights give every class that occurs the same sum, and all rows together their number", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 80 }), (labels) => {
      const weights = rowWeights({ labels: Float32Array.from(labels), classes, classWeight: "balanced" });
      const present = [...new Set(labels)];
      const sumOf = (label: number) => labels.reduce((sum, one, row) => sum + (one === label ? (weights[row] ?? 0) : 0), 0);
      for (const label of present) expect(sumOf(label)).toBeCloseTo(labels.length / present.length, 3);
    }),
  );
});

test("named weights are as they are written, and 1 for the others", () => {
  const labels = Float32Array.of(0, 1, 2, 3);
  expect([...rowWeights({ labels, classes, classWeight: { barolo: 3, barbera: 0.5 } })]).toEqual([3, 1, 0.5, 1]);
  expect([...rowWeights({ labels, classes, classWeight: undefined })]).toEqual([1, 1, 1, 1]);
});
