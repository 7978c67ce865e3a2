import { StageFailure } from "../../engine/kind/stage-context.ts";
import type { ClassScores } from "../shared/metric/class-scores.ts";
import { type ClassificationOutcome, predictedClasses } from "../shared/metric/classification-outcome.ts";
import { actualClasses, targetColumn } from "./actual-values.ts";
import { chooseMetrics } from "./choose-metrics.ts";
import { classificationMetrics, classificationSample, usualClassificationMetrics } from "./classification-metrics.ts";
import { confusionPicture } from "./confusion-picture.ts";
import type { EvaluateContext, Evaluated, Evaluation } from "./evaluated.ts";
import { requireFinite } from "./finite.ts";
import { metricsDocument } from "./metrics-document.ts";
import { classificationTable } from "./predictions-table.ts";
import { reportText } from "./report.ts";
import { intervalSettings } from "./settings.ts";
import { takeMeasures } from "./take-measures.ts";
import { warnUndefined } from "./warn-undefined.ts";

export async function evaluateClassification(evaluation: Evaluation<"classification">): Promise<Evaluated> {
  const { context, description, data } = evaluation;
  const outcome = outcomeOf(evaluation);
  const { classes } = outcome;
  const names: readonly string[] = context.with.metrics ?? usualClassificationMetrics;
  const known = classificationMetrics(outcome, positiveIndex(context, classes));
  const settings = intervalSettings(context);
  const { measures, undefinedMetrics } = takeMeasures({
    metrics: chooseMetrics({ names, known, task: "classification" }),
    rows: data.rows,
    sampleOf: (counts) => classificationSample(outcome, counts),
    ...settings,
  });
  const { matrix, scores } = classificationSample(outcome);
  const notes = [...warnUndefined(context, undefinedMetrics), ...warnEmpty(context, { classes, scores })];
  const supports = names.includes("per_class")
    ? classes.map((name, index) => ({ path: ["per_class", name, "rows"], value: scores[index]?.support ?? 0 }))
    : [];
  return {
    metrics: metricsDocument({ measures, counts: [{ path: ["rows"], value: data.rows }, ...supports] }),
    predictions: classificationTable(outcome),
    report: reportText({
      target: description.target,
      task: "classification",
      rows: data.rows,
      trainedOn: description.trainedOn.rows,
      confidence: settings.confidence,
      measures,
      confusion: { matrix, classes },
      notes,
    }),
    picture: await confusionPicture(matrix, classes),
  };
}

function outcomeOf({ data, description, prediction }: Evaluation<"classification">): ClassificationOutcome {
  const { classes, probabilities } = prediction;
  requireFinite(probabilities);
  const actual = actualClasses(targetColumn(data, description.target), { rows: data.rows, classes });
  return { classes, actual, probabilities, predicted: predictedClasses(probabilities, classes.length) };
}

function positiveIndex({ with: { positive } }: EvaluateContext, classes: readonly string[]): number | undefined {
  if (positive === undefined) return undefined;
  const index = classes.indexOf(String(positive));
  if (classes.length === 2 && index >= 0) return index;
  throw new StageFailure({
    code: "option-value",
    message: `positive: ${positive} is not one of two classes`,
    why: `the model's classes are ${classes.join(", ")}`,
    hint: classes.length === 2 ? `write positive: ${classes[1]}` : "leave positive out: with more classes the averages are taken",
  });
}

/** A ratio with nothing below the line counts as 0, as in scikit-learn, and is told. */
function warnEmpty(
  context: EvaluateContext,
  { classes, scores }: { classes: readonly string[]; scores: readonly ClassScores[] },
): string[] {
  return classes.flatMap((name, index) => {
    const { support = 0, predicted = 0 } = scores[index] ?? {};
    const warn = (message: string, why: string) => {
      context.report.warn({ code: "metric-undefined", message, why });
      return `${message}: ${why}.`;
    };
    return [
      ...(support === 0 ? [warn(`the recall of ${name} counts as 0`, "no row of the data is of that class")] : []),
      ...(predicted === 0 ? [warn(`the precision of ${name} counts as 0`, "the model predicted that class for no row")] : []),
    ];
  });
}
