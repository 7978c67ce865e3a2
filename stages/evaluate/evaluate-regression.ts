import type { RegressionOutcome } from "../shared/metric/regression-scores.ts";
import { scatterChart } from "../shared/plot/scatter-chart.ts";
import { actualNumbers, targetColumn } from "./actual-values.ts";
import { chooseMetrics } from "./choose-metrics.ts";
import type { Evaluated, Evaluation } from "./evaluated.ts";
import { requireFinite } from "./finite.ts";
import { metricsDocument } from "./metrics-document.ts";
import { regressionTable } from "./predictions-table.ts";
import { regressionMetrics, usualRegressionMetrics } from "./regression-metrics.ts";
import { reportText } from "./report.ts";
import { intervalSettings } from "./settings.ts";
import { takeMeasures } from "./take-measures.ts";
import { warnUndefined } from "./warn-undefined.ts";

export async function evaluateRegression({ context, description, data, prediction }: Evaluation<"regression">): Promise<Evaluated> {
  requireFinite(prediction.values);
  const outcome: RegressionOutcome = {
    actual: actualNumbers(targetColumn(data, description.target)),
    predicted: Float64Array.from(prediction.values),
  };
  const settings = intervalSettings(context);
  const names: readonly string[] = context.with.metrics ?? usualRegressionMetrics;
  const { measures, undefinedMetrics } = takeMeasures({
    metrics: chooseMetrics({ names, known: regressionMetrics(outcome), task: "regression" }),
    rows: data.rows,
    sampleOf: (counts) => ({ counts }),
    ...settings,
  });
  return {
    metrics: metricsDocument({ measures, counts: [{ path: ["rows"], value: data.rows }] }),
    predictions: regressionTable(outcome),
    report: reportText({
      target: description.target,
      task: "regression",
      rows: data.rows,
      trainedOn: description.trainedOn.rows,
      confidence: settings.confidence,
      measures,
      notes: warnUndefined(context, undefinedMetrics),
    }),
    picture: await scatterChart({
      title: "Predicted against actual",
      subtitle: `${description.target}, of ${data.rows} rows`,
      x: { label: "Actual", values: outcome.actual },
      y: { label: "Predicted", values: outcome.predicted },
    }),
  };
}
