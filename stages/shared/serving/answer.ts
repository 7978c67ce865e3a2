import type { LoadedModel, Prediction } from "../network/model.ts";
import type { ModelReference } from "../registry/model-version.ts";

export type AnsweredRow = { readonly class: string; readonly probabilities: Readonly<Record<string, number>> } | { readonly value: number };

/** What POST /predict answers: one prediction a row, in the order of the rows. */
export interface Answer {
  readonly predictions: readonly AnsweredRow[];
  readonly model: { readonly name: string; readonly version: string };
}

export function answeredRows(prediction: Prediction): readonly AnsweredRow[] {
  if (prediction.task === "regression") return Array.from(prediction.values, (value) => ({ value }));
  const { classes, probabilities } = prediction;
  return Array.from({ length: probabilities.length / classes.length }, (_, row) => {
    const ofRow = probabilities.subarray(row * classes.length, (row + 1) * classes.length);
    return {
      class: classes[indexOfGreatest(ofRow)] ?? "",
      probabilities: Object.fromEntries(classes.map((name, index) => [name, ofRow[index] ?? 0])),
    };
  });
}

/** The first of equals, as in a batch. */
const indexOfGreatest = (values: Float32Array): number =>
  values.reduce((best, value, index) => (value > (values[best] ?? 0) ? index : best), 0);

/** What GET / and GET /health answer. */
export function introduction({
  reference,
  description,
  backend,
}: { reference: ModelReference } & Pick<LoadedModel, "description" | "backend">) {
  const { task, target, classes, features, example } = description;
  return {
    status: "ok",
    model: { name: reference.name, version: reference.version, digest: reference.digest },
    task,
    target,
    ...(classes === undefined ? {} : { classes }),
    features: features.map((feature) => ({
      name: feature.name,
      type: feature.type,
      ...(feature.type === "category" ? { categories: feature.categories } : {}),
    })),
    example: { rows: [example] },
    backend,
  };
}
