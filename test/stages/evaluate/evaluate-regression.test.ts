import { describe, expect, it } from "vitest";
import { readMetrics } from "../../../engine/kind/metrics-file.ts";
import { evaluateRegression } from "../../../stages/evaluate/evaluate-regression.ts";
import { evaluate } from "../../../stages/evaluate/kind.ts";
import type { EvaluateWith } from "../../../stages/evaluate/with.generated.ts";
import type { ModelDescription } from "../../../stages/shared/network/model.ts";
import type { Column } from "../../../stages/shared/table/table.ts";
import { failureOf, stageContext } from "../stage-context.ts";

const description: ModelDescription = {
  format: 1,
  task: "regression",
  target: "progression",
  features: [],
  example: {},
  trainedOn: { rows: 265, digest: "d".repeat(64) },
};
const progression: Column = { name: "progression", type: "number", values: Float64Array.of(3, -0.5, 2, 7, 4.25) };

function evaluation(target: Column = progression, options: EvaluateWith = {}) {
  const bench = stageContext({ kind: evaluate, in: {}, with: options });
  const prediction = { task: "regression", values: Float32Array.of(2.5, 0, 2, 8, 4) } as const;
  return {
    warnings: bench.recorded.warnings,
    run: () => evaluateRegression({ context: bench.context, data: { rows: 5, columns: [target] }, description, prediction }),
  };
}

describe("evaluation of a regression", () => {
  it("takes its metrics with bootstrap intervals", async () => {
    const read = readMetrics((await evaluation().run()).metrics);
    const values = read.ok ? read.value : {};
    expect([values.mae, values.median_absolute_error, values.maximum_error, values.rows]).toEqual([0.45, 0.5, 1, 5]);
    expect(Object.keys(values)).toEqual(
      ["mae", "maximum_error", "median_absolute_error", "r2", "rmse"]
        .flatMap((name) => [name, `${name}.high`, `${name}.low`])
        .concat("rows"),
    );
  });

  it("writes actual and predicted values, and a picture of both", async () => {
    const { predictions, picture } = await evaluation().run();
    expect(predictions.columns).toEqual([
      { name: "row", type: "integer", values: Float64Array.of(0, 1, 2, 3, 4) },
      { name: "actual", type: "number", values: Float64Array.of(3, -0.5, 2, 7, 4.25) },
      { name: "predicted", type: "number", values: Float64Array.of(2.5, 0, 2, 8, 4) },
    ]);
    expect(picture.match(/aria-roledescription="circle"/g)?.length).toBe(5);
  });

  it("leaves R squared out where the target is constant", async () => {
    const { run, warnings } = evaluation({ ...progression, values: new Float64Array(5).fill(2) }, { metrics: ["mae", "r2"], resamples: 0 });
    expect((await run()).metrics).toBe('{\n  "mae": {\n    "value": 2.1\n  },\n  "rows": 5\n}\n');
    expect(warnings).toEqual([
      {
        code: "metric-undefined",
        message: "r2 is not defined on this data and is left out",
        why: "the target is the same in all rows",
      },
    ]);
  });

  it("refuses a target that is no number", async () => {
    const text: Column = { name: "progression", type: "text", values: ["3", "-0.5", "2", "7", "4.25"] };
    expect(await failureOf(evaluation(text).run)).toEqual({
      code: "column-type",
      message: "the target progression is a text column",
      why: "the model is a regression, which predicts a number",
    });
  });
});
