import type { ClassificationOutcome, Counts } from "./classification-outcome.ts";

/** `cells[actual * size + predicted]`: rows of that actual class that were given that predicted class. */
export interface ConfusionMatrix {
  readonly size: number;
  readonly cells: Float64Array;
  readonly total: number;
  /** Totals by actual and by predicted class, and the diagonal. */
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  readonly correct: Float64Array;
}

export function confusionMatrix(
  outcome: Pick<ClassificationOutcome, "classes" | "actual" | "predicted">,
  counts?: Counts,
): ConfusionMatrix {
  const size = outcome.classes.length;
  const matrix = {
    size,
    cells: new Float64Array(size * size),
    total: 0,
    actual: new Float64Array(size),
    predicted: new Float64Array(size),
    correct: new Float64Array(size),
  };
  for (let row = 0; row < outcome.actual.length; row++) {
    const count = counts === undefined ? 1 : (counts[row] as number);
    const actual = outcome.actual[row] as number;
    const predicted = outcome.predicted[row] as number;
    add(matrix.cells, actual * size + predicted, count);
    add(matrix.actual, actual, count);
    add(matrix.predicted, predicted, count);
    if (actual === predicted) add(matrix.correct, actual, count);
    matrix.total += count;
  }
  return matrix;
}

function add(sums: Float64Array, index: number, by: number): void {
  sums[index] = (sums[index] as number) + by;
}
