import { accuracy, balancedAccuracy } from "../shared/metric/accuracy.ts";
import { areaUnderRoc, rankBy } from "../shared/metric/area-under-roc.ts";
import { averageScore, type ClassScores, classScores, type ScoreName } from "../shared/metric/class-scores.ts";
import type { ClassificationOutcome, Counts } from "../shared/metric/classification-outcome.ts";
import { type ConfusionMatrix, confusionMatrix } from "../shared/metric/confusion-matrix.ts";
import { matthewsCorrelation } from "../shared/metric/matthews-correlation.ts";
import { brierLosses, logLosses, meanLoss } from "../shared/metric/row-losses.ts";
import type { Metric } from "./measure.ts";

/** What the metrics of a classification are taken from: some rows, each counted. */
export interface ClassificationSample {
  readonly counts: Counts;
  readonly matrix: ConfusionMatrix;
  readonly scores: readonly ClassScores[];
}

export function classificationSample(outcome: ClassificationOutcome, counts?: Uint32Array): ClassificationSample {
  const matrix = confusionMatrix(outcome, counts);
  return { counts, matrix, scores: classScores(matrix) };
}

export const usualClassificationMetrics = [
  "accuracy",
  "balanced_accuracy",
  "precision",
  "recall",
  "f1",
  "log_loss",
  "brier",
  "roc_auc",
  "matthews",
  "per_class",
] as const;

type ClassificationMetric = Metric<ClassificationSample>;

/** By the names that `with.metrics` takes; `per_class` stands for several. `positive` is an index into the classes. */
export function classificationMetrics(
  outcome: ClassificationOutcome,
  positive?: number,
): ReadonlyMap<string, () => readonly ClassificationMetric[]> {
  return new Map<string, () => readonly ClassificationMetric[]>([
    ["accuracy", () => [{ ...metric("accuracy", ({ matrix }) => accuracy(matrix)), rate: hits }]],
    ["balanced_accuracy", () => [metric("balanced_accuracy", ({ matrix }) => balancedAccuracy(matrix))]],
    ...scoreNames.flatMap((score) => averages(score, positive)),
    ["log_loss", () => [meanOf("log_loss", logLosses(outcome))]],
    ["brier", () => [meanOf("brier", brierLosses(outcome))]],
    ["roc_auc", () => [areaMetric(outcome)]],
    ["matthews", () => [metric("matthews", ({ matrix }) => matthewsCorrelation(matrix))]],
    [
      "per_class",
      () =>
        outcome.classes.flatMap((name, index) => scoreNames.map((score) => ofClass(score, { path: ["per_class", name, score], index }))),
    ],
  ]);
}

const scoreNames = ["precision", "recall", "f1"] as const satisfies readonly ScoreName[];
const noRows = "no row counts";

function metric(name: string, of: ClassificationMetric["of"]): ClassificationMetric {
  return { path: [name], of, undefinedBecause: noRows };
}

function hits({ matrix }: ClassificationSample) {
  return { successes: matrix.correct.reduce((sum, correct) => sum + correct, 0), trials: matrix.total };
}

function meanOf(name: string, losses: Float64Array): ClassificationMetric {
  return metric(name, ({ counts }) => meanLoss(losses, counts));
}

/** The plain name is the positive class' own score where one is named, else the macro average. */
function averages(score: ScoreName, positive: number | undefined): [string, () => readonly ClassificationMetric[]][] {
  const average = (name: string, kind: "macro" | "micro" | "weighted") =>
    metric(name, ({ scores }) => averageScore(scores, { name: score, average: kind }));
  return [
    [score, () => [positive === undefined ? average(score, "macro") : ofClass(score, { path: [score], index: positive })]],
    [`${score}_macro`, () => [average(`${score}_macro`, "macro")]],
    [`${score}_micro`, () => [{ ...average(`${score}_micro`, "micro"), rate: hits }]],
    [`${score}_weighted`, () => [average(`${score}_weighted`, "weighted")]],
  ];
}

function ofClass(score: ScoreName, { path, index }: { path: readonly string[]; index: number }): ClassificationMetric {
  if (score === "f1")
    return { path, of: ({ scores }) => f1Of(scores[index]), undefinedBecause: "no row is of that class or predicted as it" };
  const trials = score === "precision" ? "predicted" : "support";
  return {
    path,
    of: ({ scores }) => scores[index]?.[score],
    rate: ({ scores }) => ({ successes: scores[index]?.correct ?? 0, trials: scores[index]?.[trials] ?? 0 }),
    undefinedBecause: noRows,
  };
}

/** A resample that happens to hold nothing of the class says nothing of it: a 0 there would only widen the interval. */
function f1Of(scores: ClassScores | undefined): number | undefined {
  return scores === undefined || scores.support + scores.predicted === 0 ? undefined : scores.f1;
}

/** Of two classes the area is the same for either; of more, each class is set against the rest, and the areas are averaged. */
function areaMetric(outcome: ClassificationOutcome): ClassificationMetric {
  const rankings = (outcome.classes.length === 2 ? [1] : [...outcome.classes.keys()]).map((index) => rankBy(outcome, index));
  return {
    path: ["roc_auc"],
    of: ({ counts }) => {
      let sum = 0;
      for (const ranking of rankings) {
        const area = areaUnderRoc(ranking, counts);
        if (area === undefined) return undefined;
        sum += area;
      }
      return sum / rankings.length;
    },
    undefinedBecause: "it needs rows of every class of the model",
  };
}
