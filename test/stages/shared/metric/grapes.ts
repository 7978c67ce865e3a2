import type { ClassificationOutcome } from "../../../../stages/shared/metric/classification-outcome.ts";
import { predictedClasses } from "../../../../stages/shared/metric/classification-outcome.ts";

const probabilities = Float64Array.from(
  [
    [0.7, 0.2, 0.1],
    [0.6, 0.3, 0.1],
    [0.3, 0.5, 0.2],
    [0.4, 0.4, 0.2],
    [0.1, 0.8, 0.1],
    [0.2, 0.5, 0.3],
    [0.5, 0.3, 0.2],
    [0.1, 0.1, 0.8],
    [0.2, 0.2, 0.6],
    [0.1, 0.5, 0.4],
    [0.05, 0.05, 0.9],
    [0, 0, 1],
  ].flat(),
);

/** Twelve wines of three cultivars; scikit-learn 1.9.1 gave the figures that the tests expect of them. */
export const grapes: ClassificationOutcome = {
  classes: ["barolo", "grignolino", "barbera"],
  actual: Int32Array.of(0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2),
  predicted: predictedClasses(probabilities, 3),
  probabilities,
};

/** A draw of thirteen from the twelve: `sample_weight` there. */
export const drawn = Uint32Array.of(2, 0, 1, 3, 0, 1, 1, 2, 0, 1, 1, 1);

/** Of two classes, from the probability of the second. */
export function binary(actual: readonly number[], positive: readonly number[]): ClassificationOutcome {
  const both = Float64Array.from(positive.flatMap((probability) => [1 - probability, probability]));
  return {
    classes: ["no", "yes"],
    actual: Int32Array.from(actual),
    predicted: Int32Array.from(positive, (probability) => (probability >= 0.5 ? 1 : 0)),
    probabilities: both,
  };
}

/** scikit-learn: AUC 0.875, log loss 0.4084347508384273, Brier 0.1278125, Matthews at one half 0.5. */
export const sales = binary([0, 0, 1, 1, 1, 0, 1, 0], [0.1, 0.4, 0.35, 0.8, 0.7, 0.5, 0.9, 0.2]);
