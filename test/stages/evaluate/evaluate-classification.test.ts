import { describe, expect, it } from "vitest";
import { readMetrics } from "../../../engine/kind/metrics-file.ts";
import { evaluateClassification } from "../../../stages/evaluate/evaluate-classification.ts";
import { evaluate } from "../../../stages/evaluate/kind.ts";
import type { EvaluateWith } from "../../../stages/evaluate/with.generated.ts";
import type { Table } from "../../../stages/shared/table/table.ts";
import { failureOf, stageContext } from "../stage-context.ts";
import { cultivars, description, prediction, wines } from "./grapes.ts";

function evaluation({ with: options = {}, ...changed }: { with?: EvaluateWith; data?: Table; probabilities?: Float32Array } = {}) {
  const bench = stageContext({ kind: evaluate, in: {}, with: options });
  const data = changed.data ?? wines;
  const probabilities = changed.probabilities ?? prediction.probabilities;
  return {
    warnings: bench.recorded.warnings,
    run: () => evaluateClassification({ context: bench.context, data, description, prediction: { ...prediction, probabilities } }),
  };
}

async function flat(options: EvaluateWith): Promise<Record<string, number>> {
  const read = readMetrics((await evaluation({ with: options }).run()).metrics);
  if (!read.ok) throw new Error(read.failure);
  return read.value;
}

const withCultivars = (values: (string | null)[]): Table => ({
  rows: values.length,
  columns: [{ name: "cultivar", type: "text", values }],
});

describe("metrics of a classification", () => {
  it("are what scikit-learn gives, under the names that gates use", async () => {
    const values = await flat({ resamples: 0 });
    const expected: Record<string, number> = {
      accuracy: 0.75,
      "accuracy.high": 0.9111, // scipy's binomtest(9, 12).proportion_ci(method="wilson")
      "accuracy.low": 0.4677,
      balanced_accuracy: 0.7389,
      brier: 0.3233,
      f1: 0.7368,
      log_loss: 0.572,
      matthews: 0.6316,
      "per_class.barbera.f1": 0.8889,
      "per_class.barbera.precision": 1,
      "per_class.barbera.precision.high": 1,
      "per_class.barbera.precision.low": 0.5101,
      "per_class.barbera.recall": 0.8,
      "per_class.barbera.recall.high": 0.9638,
      "per_class.barbera.recall.low": 0.3755,
      "per_class.barbera.rows": 5,
      "per_class.barolo.f1": 0.75,
      "per_class.barolo.precision": 0.75,
      "per_class.barolo.precision.high": 0.9544,
      "per_class.barolo.precision.low": 0.3006,
      "per_class.barolo.recall": 0.75,
      "per_class.barolo.recall.high": 0.9544,
      "per_class.barolo.recall.low": 0.3006,
      "per_class.barolo.rows": 4,
      "per_class.grignolino.f1": 0.5714,
      "per_class.grignolino.precision": 0.5,
      "per_class.grignolino.precision.high": 0.85,
      "per_class.grignolino.precision.low": 0.15,
      "per_class.grignolino.recall": 0.6667,
      "per_class.grignolino.recall.high": 0.9385,
      "per_class.grignolino.recall.low": 0.2077,
      "per_class.grignolino.rows": 3,
      precision: 0.75,
      recall: 0.7389,
      roc_auc: 0.9236,
      rows: 12,
    };
    expect(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value.toFixed(4))]))).toEqual(expected);
  });

  it("have an interval each, by the bootstrap where they are no rates", async () => {
    const values = await flat({ metrics: ["log_loss", "f1", "roc_auc"] });
    for (const name of ["log_loss", "f1", "roc_auc"]) {
      const { [name]: value = Number.NaN, [`${name}.low`]: low = Number.NaN, [`${name}.high`]: high = Number.NaN } = values;
      expect([low < value, value < high]).toEqual([true, true]);
    }
  });

  it("repeat byte for byte with their seed, whatever else is asked for", async () => {
    const alone = await flat({ metrics: ["log_loss"], seed: 3 });
    const among = await flat({ metrics: ["accuracy", "f1", "log_loss"], seed: 3 });
    const other = await flat({ metrics: ["log_loss"], seed: 4 });
    expect(among["log_loss.low"]).toBe(alone["log_loss.low"]);
    expect(other["log_loss.low"]).not.toBe(alone["log_loss.low"]);
    expect((await evaluation().run()).metrics).toBe((await evaluation().run()).metrics);
  });

  it("grow wider with the confidence", async () => {
    const usual = await flat({ metrics: ["accuracy", "brier"] });
    const surer = await flat({ metrics: ["accuracy", "brier"], confidence: 0.99 });
    for (const name of ["accuracy.low", "brier.low"]) expect(surer[name] ?? 1).toBeLessThan(usual[name] ?? 0);
  });

  it("without a metric's rows leave it out, and say so", async () => {
    const barolos = {
      rows: 2,
      columns: wines.columns.map((column) => (column.type === "text" ? { ...column, values: ["barolo", "barolo"] } : column)),
    };
    const { run, warnings } = evaluation({
      data: barolos,
      probabilities: Float32Array.of(0.7, 0.2, 0.1, 0.3, 0.5, 0.2),
      with: { metrics: ["accuracy", "roc_auc"], resamples: 0 },
    });
    const { metrics } = await run();
    expect(Object.keys(JSON.parse(metrics))).toEqual(["accuracy", "rows"]);
    expect(warnings.map(({ code, message, why }) => [code, message, why])).toEqual([
      ["metric-undefined", "roc_auc is not defined on this data and is left out", "it needs rows of every class of the model"],
      ["metric-undefined", "the recall of grignolino counts as 0", "no row of the data is of that class"],
      ["metric-undefined", "the recall of barbera counts as 0", "no row of the data is of that class"],
      ["metric-undefined", "the precision of barbera counts as 0", "the model predicted that class for no row"],
    ]);
  });
});

describe("a positive class", () => {
  const tumours: Table = {
    rows: 8,
    columns: [{ name: "cultivar", type: "integer", values: Float64Array.of(0, 0, 1, 1, 1, 0, 1, 0) }],
  };
  const malignant = [0.1, 0.4, 0.35, 0.8, 0.7, 0.5, 0.9, 0.2];

  async function scores(options: EvaluateWith) {
    const { context } = stageContext({ kind: evaluate, in: {}, with: { resamples: 0, ...options } });
    const { metrics } = await evaluateClassification({
      context,
      data: tumours,
      description,
      prediction: { task: "classification", classes: ["0", "1"], probabilities: Float32Array.from(malignant.flatMap((p) => [1 - p, p])) },
    });
    const read = readMetrics(metrics);
    return read.ok ? read.value : {};
  }

  it("gives precision and recall that are its own, with Wilson's interval", async () => {
    const {
      precision,
      recall,
      "recall.low": low,
      "precision_macro.low": macroLow,
      roc_auc,
    } = await scores({
      positive: 1,
      metrics: ["precision", "recall", "precision_macro", "roc_auc"],
    });
    expect([precision, recall, macroLow, roc_auc]).toEqual([1, 0.75, undefined, 0.875]);
    expect(low).toBeCloseTo(0.30064, 5);
  });

  it("that is not named leaves the averages", async () => {
    const { precision, precision_macro } = await scores({ metrics: ["precision", "precision_macro"] });
    expect(precision).toBe(precision_macro);
  });
});

describe("predictions and picture", () => {
  it("give each row its actual and predicted class and its probabilities", async () => {
    const { predictions } = await evaluation({ with: { resamples: 0 } }).run();
    expect(predictions.columns.map(({ name }) => name)).toEqual([
      "row",
      "actual",
      "predicted",
      "probability_barolo",
      "probability_grignolino",
      "probability_barbera",
    ]);
    expect(predictions.columns[2]).toEqual({
      name: "predicted",
      type: "category",
      categories: cultivars,
      codes: Int32Array.of(0, 0, 1, 0, 1, 1, 0, 2, 2, 1, 2, 2),
    });
  });

  it("draw the confusion matrix with counts and shares", async () => {
    const { picture } = await evaluation({ with: { resamples: 0 } }).run();
    const labels = [...picture.matchAll(/aria-label="Predicted: (\d); Actual: (\d); text: ([^"]*)"/g)].map((match) =>
      match.slice(1, 4).join(" "),
    );
    expect(labels).toEqual([
      "0 0 3 75%",
      "1 0 1 25%",
      "2 0 0 0%",
      "0 1 1 33%",
      "1 1 2 67%",
      "2 1 0 0%",
      "0 2 0 0%",
      "1 2 1 20%",
      "2 2 4 80%",
    ]);
  });
});

describe("refusals", () => {
  it("a target that is not there", async () => {
    const { run } = evaluation({ data: { rows: 1, columns: [{ name: "cultivars", type: "text", values: ["barolo"] }] } });
    expect(await failureOf(run)).toEqual({
      code: "column-unknown",
      message: "the data has no column cultivar, the model's target",
      why: "its columns are cultivars",
      hint: "is cultivars the same column under another name?",
    });
  });

  it("a row without its actual value", async () => {
    const { run } = evaluation({ data: withCultivars(["barolo", null, "barbera", null]), probabilities: new Float32Array(12) });
    expect(await failureOf(run)).toEqual({
      code: "data-invalid",
      message: "2 rows have no cultivar",
      why: "rows 1, 3: without the actual value a prediction cannot be judged",
      hint: "leave these rows out before the model is evaluated",
    });
  });

  it("a class that the model has never seen", async () => {
    const { run } = evaluation({ data: withCultivars(["barolo", "nebbiolo", "nebbiolo"]), probabilities: new Float32Array(9) });
    expect(await failureOf(run)).toEqual({
      code: "data-invalid",
      message: "the data holds a class that the model does not know: nebbiolo (2 rows: rows 1, 2)",
      why: "the model was trained on barolo, grignolino, barbera",
      hint: "train on data that holds every class, for example with a stratified split",
    });
  });

  it("a metric of another task", async () => {
    const failure = await failureOf(evaluation({ with: { metrics: ["rmse", "accuracy"] } }).run);
    expect([failure.code, failure.message]).toEqual(["metric-unknown", "a classification has no metric rmse"]);
  });

  it("a positive class among three", async () => {
    expect(await failureOf(evaluation({ with: { positive: "barolo" } }).run)).toEqual({
      code: "option-value",
      message: "positive: barolo is not one of two classes",
      why: "the model's classes are barolo, grignolino, barbera",
      hint: "leave positive out: with more classes the averages are taken",
    });
  });

  it("predictions that are not finite", async () => {
    const failure = await failureOf(
      evaluation({ probabilities: prediction.probabilities.map((value, index) => (index === 4 ? Number.NaN : value)) }).run,
    );
    expect([failure.code, failure.message]).toEqual(["model-invalid", "1 of the model's 36 outputs are no finite numbers"]);
  });
});
