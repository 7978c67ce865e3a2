import { StageFailure } from "../../engine/kind/stage-context.ts";
import { loadModel } from "../shared/network/load-model.ts";
import { readTable } from "../shared/table/arrow-file.ts";
import { evaluateClassification } from "./evaluate-classification.ts";
import { evaluateRegression } from "./evaluate-regression.ts";
import type { EvaluateContext, Evaluated } from "./evaluated.ts";
import { writeEvaluation } from "./write-evaluation.ts";

/** Predicts every row of the data, measures the predictions against the target, and writes all that was found. */
export async function evaluate(context: EvaluateContext): Promise<void> {
  const data = await readTable(context.in.data.path);
  if (data.rows === 0) {
    throw new StageFailure({ code: "data-invalid", message: "the data has no rows", why: "nothing can be measured on none" });
  }
  const model = await loadModel(context.in.model.path);
  try {
    context.report.backend(model.backend);
    const prediction = await model.predict(data);
    const common = { context, data, description: model.description };
    const evaluated: Evaluated =
      prediction.task === "classification"
        ? await evaluateClassification({ ...common, prediction })
        : await evaluateRegression({ ...common, prediction });
    await writeEvaluation(context, evaluated);
  } finally {
    model.dispose();
  }
}
