/** What a classifier said of each row, beside what is true. */
export interface ClassificationOutcome {
  readonly classes: readonly string[];
  /** Index into `classes`, a row each. */
  readonly actual: Int32Array;
  readonly predicted: Int32Array;
  /** rows x classes, row-major; each row sums to 1. */
  readonly probabilities: Float32Array | Float64Array;
}

/** How often each row counts: the draw of a bootstrap. Without it each row counts once. */
export type Counts = Uint32Array | undefined;

/** The most probable class of each row; of equal ones, the first. */
export function predictedClasses(probabilities: Float32Array | Float64Array, classes: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / classes }, (_, row) => {
    const ofRow = probabilities.subarray(row * classes, (row + 1) * classes);
    let best = 0;
    for (let index = 1; index < classes; index++) if ((ofRow[index] as number) > (ofRow[best] as number)) best = index;
    return best;
  });
}
