import type { ConfusionMatrix } from "./confusion-matrix.ts";

/**
 * Precision (correct of those predicted), recall (correct of those actual) and F1 (their harmonic mean) of one class. As in
 * scikit-learn, a ratio with nothing below the line is 0: the precision of a class that was never predicted, the recall of one that
 * never occurs.
 */
export interface ClassScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Rows of the class. */
  readonly support: number;
  readonly predicted: number;
  readonly correct: number;
}

export type ScoreName = "precision" | "recall" | "f1";

/** In the order of the classes. */
export function classScores(matrix: ConfusionMatrix): ClassScores[] {
  return Array.from(matrix.correct, (correct, index) => {
    const support = matrix.actual[index] as number;
    const predicted = matrix.predicted[index] as number;
    return {
      precision: ratio(correct, predicted),
      recall: ratio(correct, support),
      f1: ratio(2 * correct, support + predicted),
      support,
      predicted,
      correct,
    };
  });
}

/**
 * macro: the mean of the classes that occur or are predicted, each weighing the same. weighted: by support. micro: of all rows
 * together, which for one label a row is the accuracy. As scikit-learn's `average`.
 */
export function averageScore(
  scores: readonly ClassScores[],
  { name, average }: { readonly name: ScoreName; readonly average: "macro" | "micro" | "weighted" },
): number | undefined {
  const seen = scores.filter(({ support, predicted }) => support + predicted > 0);
  const support = seen.reduce((sum, one) => sum + one.support, 0);
  if (support === 0) return undefined;
  switch (average) {
    case "macro":
      return seen.reduce((sum, one) => sum + one[name], 0) / seen.length;
    case "weighted":
      return seen.reduce((sum, one) => sum + one[name] * one.support, 0) / support;
    case "micro":
      return seen.reduce((sum, one) => sum + one.correct, 0) / support;
  }
}

function ratio(above: number, below: number): number {
  return below === 0 ? 0 : above / below;
}
