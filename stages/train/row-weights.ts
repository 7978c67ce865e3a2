import { StageFailure } from "../../engine/kind/stage-context.ts";
import { didYouMean } from "../shared/table/did-you-mean.ts";
import type { ClassWeight } from "./settings.ts";

/**
 * How much each row counts. `balanced` is rows / (classes x rows of the class), over the classes that occur, as in scikit-learn's
 * class_weight: each class then has the same sum. Throws StageFailure `wrong-value` for a class that is not there.
 */
export function rowWeights({
  labels,
  classes,
  classWeight,
}: {
  /** Indices of classes. */
  labels: Float32Array;
  classes: readonly string[];
  classWeight: ClassWeight | undefined;
}): Float32Array {
  if (classWeight === undefined) return new Float32Array(labels.length).fill(1);
  const weights = classWeight === "balanced" ? balanced(labels, classes.length) : named(classWeight, classes);
  return labels.map((label) => weights[label] ?? 1);
}

function balanced(labels: Float32Array, classes: number): readonly number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : labels.length / (present * count)));
}

function named(weights: Exclude<ClassWeight, "balanced">, classes: readonly string[]): readonly number[] {
  for (const name of Object.keys(weights)) {
    if (classes.includes(name)) continue;
    const near = didYouMean(name, classes);
    throw new StageFailure({
      code: "wrong-value",
      message: `class_weight names ${name}, which is no class`,
      why: `the classes are ${classes.join(", ")}`,
      ...(near === undefined ? {} : { hint: `write ${near}` }),
    });
  }
  return classes.map((name) => weights[name] ?? 1);
}
