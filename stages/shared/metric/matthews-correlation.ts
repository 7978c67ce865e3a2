import type { ConfusionMatrix } from "./confusion-matrix.ts";

/**
 * Matthews' correlation of actual and predicted class, -1 … 1, for any number of classes; 0 where only one class occurs or is
 * predicted, as in scikit-learn. Gorodkin, "Comparing two K-category assignments by a K-category correlation coefficient",
 * Computational Biology and Chemistry 28 (2004).
 */
export function matthewsCorrelation({ actual, predicted, correct, total }: ConfusionMatrix): number | undefined {
  if (total === 0) return undefined;
  let hits = 0;
  let crossed = 0;
  let ofActual = 0;
  let ofPredicted = 0;
  for (let index = 0; index < actual.length; index++) {
    const occurs = actual[index] as number;
    const said = predicted[index] as number;
    hits += correct[index] as number;
    crossed += occurs * said;
    ofActual += occurs * occurs;
    ofPredicted += said * said;
  }
  const below = Math.sqrt((total * total - ofPredicted) * (total * total - ofActual));
  return below === 0 ? 0 : (hits * total - crossed) / below;
}
