import type { ConfusionMatrix } from "./confusion-matrix.ts";

/** Share of the rows whose predicted class is the actual one. */
export function accuracy({ correct, total }: ConfusionMatrix): number | undefined {
  return total === 0 ? undefined : sum(correct) / total;
}

/** Mean recall of the classes that occur, each weighing the same: scikit-learn's `balanced_accuracy_score`. */
export function balancedAccuracy({ actual, correct }: ConfusionMatrix): number | undefined {
  const recalls = [...actual].flatMap((support, index) => (support === 0 ? [] : [(correct[index] as number) / support]));
  return recalls.length === 0 ? undefined : sum(recalls) / recalls.length;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
