import { StageFailure } from "../../engine/kind/stage-context.ts";

/** Throws StageFailure `model-invalid` where a prediction is NaN or infinite. */
export function requireFinite(predictions: Float32Array): void {
  const broken = predictions.reduce((count, value) => (Number.isFinite(value) ? count : count + 1), 0);
  if (broken === 0) return;
  throw new StageFailure({
    code: "model-invalid",
    message: `${broken} of the model's ${predictions.length} outputs are no finite numbers`,
    why: "its weights or the data hold values that it cannot reckon with",
    hint: "look at the learning curve: training has probably diverged",
  });
}
