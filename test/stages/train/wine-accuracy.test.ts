import { expect, test } from "vitest";
import { testAccuracy } from "./wine.ts";

/** scikit-learn's MLP in repeated cross-validation on the same data: shared fact, produced with scikit-learn 1.2.1. */
const reference = 0.979;

test("over 20 split seeds the accuracy on test rows is that of scikit-learn's network", async () => {
  const accuracies: number[] = [];
  for (let seed = 0; seed < 20; seed++) accuracies.push(await testAccuracy(seed));
  const sorted = accuracies.toSorted((left, right) => left - right);
  const median = ((sorted[9] ?? 0) + (sorted[10] ?? 0)) / 2;
  const mean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length;
  console.log(`accuracy by seed: ${accuracies.map((accuracy) => accuracy.toFixed(4)).join(" ")}; median ${median}, mean ${mean}`);
  expect(median).toBeGreaterThanOrEqual(0.93);
  expect(Math.abs(mean - reference)).toBeLessThanOrEqual(0.03);
});
