import type { ClassificationOutcome, Counts } from "./classification-outcome.ts";

/** Probabilities are kept this far from 0 and 1 (the spacing of 32-bit floats at 1, as in scikit-learn), so that no loss is infinite. */
const smallestProbability = 2 ** -23;

/** The negative natural logarithm of the probability that each row's actual class was given; its mean is the log loss. */
export function logLosses({ classes, actual, probabilities }: ClassificationOutcome): Float64Array {
  return Float64Array.from(actual, (index, row) => {
    const probability = probabilities[row * classes.length + index] as number;
    return -Math.log(Math.min(Math.max(probability, smallestProbability), 1 - smallestProbability));
  });
}

/**
 * Squared distance of each row's probabilities from the truth; its mean is the Brier score. Of two classes half of it is taken, so
 * that it is the squared error of one class' probability, 0 … 1, as in scikit-learn; of more it lies in 0 … 2.
 */
export function brierLosses({ classes, actual, probabilities }: ClassificationOutcome): Float64Array {
  const scale = classes.length === 2 ? 0.5 : 1;
  return Float64Array.from(actual, (truth, row) => {
    let squares = 0;
    for (let index = 0; index < classes.length; index++) {
      squares += ((probabilities[row * classes.length + index] as number) - (index === truth ? 1 : 0)) ** 2;
    }
    return scale * squares;
  });
}

/** Undefined where no row counts. */
export function meanLoss(losses: Float64Array, counts?: Counts): number | undefined {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < losses.length; row++) {
    const count = counts === undefined ? 1 : (counts[row] as number);
    sum += count * (losses[row] as number);
    total += count;
  }
  return total === 0 ? undefined : sum / total;
}
