import { expect, test } from "vitest";
import { classificationMetrics, classificationSample } from "../../stages/evaluate/classification-metrics.ts";
import { type Metric, nameOf } from "../../stages/evaluate/measure.ts";
import { regressionMetrics } from "../../stages/evaluate/regression-metrics.ts";
import { type ClassificationOutcome, predictedClasses } from "../../stages/shared/metric/classification-outcome.ts";
import { confusionMatrix } from "../../stages/shared/metric/confusion-matrix.ts";
import type { RegressionOutcome } from "../../stages/shared/metric/regression-scores.ts";
import type { Random } from "../../stages/shared/random/random.ts";
import { seededRandom } from "../../stages/shared/random/seeded-random.ts";
import { askPython, peer } from "./peer.ts";

type Answer = Readonly<Record<string, number>>;

const cases = 200;
const random = seededRandom("metrics beside scikit-learn");

test(`the metrics of ${cases} random classifications are scikit-learn's`, async ({ skip }) => {
  const python = peer("python", skip);
  const outcomes = Array.from({ length: cases }, (_, index) => randomClassification(random.derive(`classification ${index}`)));
  const theirs = await askPython<Answer[]>(python, { script: "metrics.py", input: outcomes.map(asInput) });
  const ours = outcomes.map((outcome) => {
    const sample = classificationSample(outcome);
    const known = classificationMetrics(outcome);
    const plain = ["precision", "recall", "f1"];
    return valuesOf(
      [...known].flatMap(([name, make]) => (plain.includes(name) ? [] : make())),
      sample,
    );
  });
  expect(ours.map(present)).toEqual(theirs.map(present));
  expect(furthest(ours, theirs)).toBeLessThanOrEqual(1e-9);
});

test("the log loss of 32-bit probabilities that are 0 and 1 is scikit-learn's", async ({ skip }) => {
  const python = peer("python", skip);
  const actual = Int32Array.of(0, 1, 2, 0);
  const probabilities = Float32Array.of(1, 0, 0, 1, 0, 0, 0, 0, 1, 0.25, 0.5, 0.25);
  const classes = ["0", "1", "2"];
  const { log_loss } = valuesOf(
    classificationMetrics({ classes, actual, predicted: predictedClasses(probabilities, 3), probabilities }).get("log_loss")?.() ?? [],
    { counts: undefined, matrix: confusionMatrix({ classes, actual, predicted: actual }), scores: [] },
  );
  const [theirs] = await askPython<Answer[]>(python, {
    script: "metrics.py",
    input: [
      {
        actual: [...actual],
        predicted: [...actual],
        bits: 32,
        probabilities: [
          [1, 0, 0],
          [1, 0, 0],
          [0, 0, 1],
          [0.25, 0.5, 0.25],
        ],
      },
    ],
  });
  // scikit-learn adds up in 32 bits here.
  expect(log_loss).toBeCloseTo(theirs?.log_loss ?? Number.NaN, 6);
});

test(`the metrics of ${cases} random regressions are scikit-learn's`, async ({ skip }) => {
  const python = peer("python", skip);
  const outcomes = Array.from({ length: cases }, (_, index) => randomRegression(random.derive(`regression ${index}`)));
  const input = outcomes.map(({ actual, predicted }) => ({ actual: [...actual], predicted: [...predicted] }));
  const theirs = await askPython<Answer[]>(python, { script: "metrics.py", input });
  const ours = outcomes.map((outcome) =>
    valuesOf(
      [...regressionMetrics(outcome).values()].flatMap((make) => make()),
      { counts: undefined },
    ),
  );
  expect(ours.map(present)).toEqual(theirs.map(present));
  expect(furthest(ours, theirs)).toBeLessThanOrEqual(1e-9);
});

/** Two to six classes, few rows or many, ties among the probabilities, and now and then a class that never occurs. */
function randomClassification(draw: Random): ClassificationOutcome {
  const size = 2 + draw.below(5);
  const rows = 1 + draw.below(200);
  const coarse = draw.next() < 0.3;
  const occurring = draw.next() < 0.3 ? size - 1 : size;
  const probabilities = new Float64Array(rows * size);
  for (let row = 0; row < rows; row++) {
    const weights = Array.from({ length: size }, () => (coarse ? 1 + draw.below(3) : 0.01 + draw.next()));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    probabilities.set(
      weights.map((weight) => weight / sum),
      row * size,
    );
  }
  const predicted = predictedClasses(probabilities, size);
  const actual = predicted.map((said) => (draw.next() < 0.6 ? Math.min(said, occurring - 1) : draw.below(occurring)));
  return { classes: Array.from({ length: size }, (_, index) => String(index)), actual, predicted, probabilities };
}

function randomRegression(draw: Random): RegressionOutcome {
  const rows = 2 + draw.below(300);
  const scale = 10 ** (draw.below(9) - 4);
  const actual = Float64Array.from({ length: rows }, () => scale * (draw.normal() + 3));
  return { actual, predicted: actual.map((value) => value + scale * draw.normal() * 0.5) };
}

function asInput({ classes, actual, predicted, probabilities }: ClassificationOutcome) {
  const rows = [...actual.keys()].map((row) => [...probabilities.subarray(row * classes.length, (row + 1) * classes.length)]);
  return { actual: [...actual], predicted: [...predicted], probabilities: rows };
}

function valuesOf<Sample>(metrics: readonly Metric<Sample>[], sample: Sample): Answer {
  return Object.fromEntries(
    metrics.flatMap((metric) => {
      const value = metric.of(sample);
      return value === undefined ? [] : [[nameOf(metric), value]];
    }),
  );
}

const present = (answer: Answer): string[] => Object.keys(answer).sort();

/** The greatest difference of two answers to one question, relative where the figures are above 1. */
function furthest(ours: readonly Answer[], theirs: readonly Answer[]): number {
  const differences = ours.flatMap((answer, index) =>
    Object.entries(answer).map(([name, value]) => Math.abs(value - (theirs[index]?.[name] ?? Number.NaN)) / Math.max(1, Math.abs(value))),
  );
  console.log(`${differences.length} figures, at most ${Math.max(...differences)} apart`);
  return Math.max(...differences);
}
