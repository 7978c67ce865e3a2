import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadModel } from "../../../stages/shared/network/load-model.ts";
import { openBackend } from "../../../stages/shared/network/open-backend.ts";
import { readTable } from "../../../stages/shared/table/arrow-file.ts";
import { column } from "../../../stages/shared/table/column.ts";
import { takeRows } from "../../../stages/shared/table/rows.ts";
import type { Table } from "../../../stages/shared/table/table.ts";
import { train as trainKind } from "../../../stages/train/kind.ts";
import { digestOf, runStage } from "../stage-context.ts";
import { districts, houses, pricing, trainBench, trained } from "./houses.ts";
import { trainWine } from "./wine.ts";

const numbers = (table: Table, name: string): number[] => {
  const found = column(table, name);
  if (found.type !== "number" && found.type !== "integer") throw new Error(`${name} is ${found.type}`);
  return [...found.values];
};

const describedIn = async (folder: string) => JSON.parse(await readFile(join(folder, "millrace.json"), "utf8"));

test("a classification tells its epochs, its backend, and what it was trained on", async () => {
  const { out, recorded, tables } = await trainWine(7);
  const history = await readTable(out.history);
  expect(history.columns.map(({ name, type }) => [name, type])).toEqual([
    ["epoch", "integer"],
    ["loss", "number"],
    ["val_loss", "number"],
    ["accuracy", "number"],
    ["val_accuracy", "number"],
  ]);
  expect(numbers(history, "epoch")).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  expect(recorded.progress).toEqual(
    Array.from({ length: 60 }, (_, index) => ({
      step: index + 1,
      total: 60,
      unit: "epoch",
      values: Object.fromEntries(
        ["loss", "val_loss", "accuracy", "val_accuracy"].map((name) => [name, numbers(history, name)[index]] as const),
      ),
    })),
  );
  expect(recorded.backends).toEqual(["wasm"]);
  expect([recorded.log, recorded.warnings]).toEqual([[], []]);
  const description = await describedIn(out.model);
  expect({ ...description, features: description.features.length }).toEqual({
    format: 1,
    task: "classification",
    target: "cultivar",
    classes: ["barolo", "grignolino", "barbera"],
    features: 13,
    example: {
      alcohol: 14.23,
      malic_acid: 1.71,
      ash: 2.43,
      alcalinity_of_ash: 15.6,
      magnesium: 127,
      total_phenols: 2.8,
      flavanoids: 3.06,
      nonflavanoid_phenols: 0.28,
      proanthocyanins: 2.29,
      color_intensity: 5.64,
      hue: 1.04,
      od280_od315: 3.92,
      proline: 1065,
    },
    trainedOn: { rows: 107, digest: digestOf(tables.train) },
  });
  await expect(await readFile(out.report, "utf8")).toMatchFileSnapshot("expected/wine-report.md");
  expect(await readFile(out.picture, "utf8")).toMatch(
    /^<svg role="img" [^>]*><title>Learning cultivar: train, validation by epoch<\/title>/,
  );
});

test("the loss that is told is that of the saved model: cross entropy on raw validation rows", async () => {
  const { out, tables } = await trainWine(7);
  const model = await loadModel(out.model);
  const validation = await readTable(tables.validation);
  const prediction = await model.predict(validation);
  model.dispose();
  const cultivar = column(validation, "cultivar");
  if (prediction.task !== "classification" || cultivar.type !== "category") throw new Error("not a classification");
  const losses = Array.from(cultivar.codes, (code, row) => -Math.log(prediction.probabilities[row * 3 + code] ?? 0));
  const loss = losses.reduce((sum, one) => sum + one, 0) / losses.length;
  expect(numbers(await readTable(out.history), "val_loss").at(-1)).toBeCloseTo(loss, 5);
});

test("what is fitted to features is fitted to the train rows alone", async () => {
  const train = houses(60, "train");
  const validation = houses(30, "validation");
  const shifted: Table = {
    rows: validation.rows,
    columns: validation.columns.map((one) => (one.type === "number" ? { ...one, values: one.values.map((value) => value * 100) } : one)),
  };
  const options = { ...pricing, epochs: 3 };
  const first = await trained({ options, tables: { train, validation } });
  const second = await trained({ options, tables: { train, validation: shifted } });
  const without = await trained({ options, tables: { train } });
  expect(digestOf(second.out.model)).toBe(digestOf(first.out.model));
  expect(digestOf(without.out.model)).toBe(digestOf(first.out.model));
  expect(digestOf(second.out.history)).not.toBe(digestOf(first.out.history));
  expect((await readTable(without.out.history)).columns.map(({ name }) => name)).toEqual(["epoch", "loss", "mean_absolute_error"]);
});

test("features are described by mean, deviation and what stands for a missing value", async () => {
  const train: Table = {
    rows: 4,
    columns: [
      { name: "area", type: "integer", values: Float64Array.of(2, 4, 0, 6), valid: Uint8Array.of(1, 1, 0, 1) },
      { name: "floors", type: "number", values: Float64Array.of(3, 3, 3, 3) },
      { name: "garden", type: "boolean", values: Uint8Array.of(1, 1, 0, 0), valid: Uint8Array.of(1, 1, 1, 0) },
      { name: "district", type: "category", categories: districts, codes: Int32Array.of(0, 1, -1, 1) },
      { name: "price", type: "number", values: Float64Array.of(10, 20, 30, 40) },
    ],
  };
  const { out } = await trained({ options: { target: "price", model: { layers: [] }, epochs: 1 }, tables: { train } });
  expect(await describedIn(out.model)).toMatchObject({
    task: "regression",
    scale: { mean: 25, deviation: Math.sqrt(125) },
    features: [
      { name: "area", type: "number", mean: 4, deviation: Math.sqrt(8 / 3), fill: 4 },
      { name: "floors", type: "number", mean: 3, deviation: 1, fill: 3 },
      { name: "garden", type: "boolean", fill: true },
      { name: "district", type: "category", categories: districts },
    ],
    example: { area: 2, floors: 3, garden: true, district: "harbour" },
  });
});

test("a linear regression finds the price of each thing, in the target's own unit", async () => {
  const train = takeRows(
    houses(400, "train"),
    Array.from({ length: 400 }, (_, row) => row).filter((row) => row % 10 !== 9),
  );
  const { out } = await trained({ options: pricing, tables: { train } });
  const model = await loadModel(out.model);
  const asked: Table = {
    rows: 3,
    columns: [
      { name: "area", type: "number", values: Float64Array.of(100, 60, 60) },
      { name: "garden", type: "boolean", values: Uint8Array.of(0, 1, 1) },
      { name: "district", type: "text", values: ["harbour", "harbour", "old town"] },
    ],
  };
  const prediction = await model.predict(asked);
  model.dispose();
  if (prediction.task !== "regression") throw new Error("not a regression");
  expect([...prediction.values].map((value) => Math.round(value))).toEqual([250, 210, 300]);
  expect(numbers(await readTable(out.history), "mean_absolute_error").at(-1)).toBeLessThan(2);
});

test("a boolean target is a classification of false and true", async () => {
  const options = { ...pricing, target: "dear", features: { include: ["area", "garden", "district"] } };
  const { out } = await trained({ options, tables: { train: houses(300, "train") } });
  expect(await describedIn(out.model)).toMatchObject({ task: "classification", classes: ["false", "true"] });
  expect(numbers(await readTable(out.history), "accuracy").at(-1)).toBeGreaterThan(0.9);
});

test("numbers that are classes are in the order of their size", async () => {
  const train: Table = {
    rows: 6,
    columns: [
      { name: "weight", type: "number", values: Float64Array.of(1, 2, 3, 4, 5, 6) },
      { name: "grade", type: "integer", values: Float64Array.of(10, 9, 10, 9, 2, 2) },
    ],
  };
  const { out } = await trained({
    options: { target: "grade", task: "classification", model: { layers: [] }, epochs: 1 },
    tables: { train },
  });
  expect(await describedIn(out.model)).toMatchObject({ classes: ["2", "9", "10"] });
});

test("balanced classes weigh the same: a class of one in twenty is found", async () => {
  const rows = 400;
  const codes = Int32Array.from({ length: rows }, (_, row) => (row % 20 === 0 ? 1 : 0));
  const train: Table = {
    rows,
    columns: [
      // One in five of the common class looks as the rare one does.
      { name: "smoke", type: "boolean", values: Uint8Array.from(codes, (code, row) => (code === 1 || row % 5 === 1 ? 1 : 0)) },
      { name: "alarm", type: "category", categories: ["calm", "fire"], codes },
    ],
  };
  const asked: Table = { rows: 1, columns: [{ name: "smoke", type: "boolean", values: Uint8Array.of(1) }] };
  const fireIfSmoke = async (classWeight: object) => {
    const options = { target: "alarm", model: { layers: [] }, epochs: 60, learning_rate: 0.05, ...classWeight };
    const { out } = await trained({ options, tables: { train } });
    const model = await loadModel(out.model);
    const prediction = await model.predict(asked);
    model.dispose();
    return prediction.task === "classification" ? (prediction.probabilities[1] ?? 0) : 0;
  };
  // 20 fires and 80 others with smoke: 20 / 100, or with weights 10 and 1 / 1.9: 200 / (200 + 42).
  expect(await fireIfSmoke({})).toBeCloseTo(0.2, 1);
  expect(await fireIfSmoke({ class_weight: "balanced" })).toBeCloseTo(0.83, 1);
  expect(await fireIfSmoke({ class_weight: { fire: 4 } })).toBeCloseTo(0.5, 1);
});

test("early stopping ends after its patience and keeps the best epoch's weights", async () => {
  const early = { patience: 5, restore_best: true };
  const long = { epochs: 200, learning_rate: 0.05 };
  const { out, recorded, tables } = await trainWine(3, { ...long, early_stopping: early });
  const losses = numbers(await readTable(out.history), "val_loss");
  const best = losses.indexOf(Math.min(...losses)) + 1;
  expect(losses.length).toBe(best + 5);
  expect(recorded.log).toEqual([`ended after epoch ${best + 5} of 200; the weights are those of epoch ${best}`]);
  const stopped = await trainWine(3, { ...long, epochs: best });
  expect(digestOf(tables.train)).toBe(digestOf(stopped.tables.train));
  expect(digestOf(out.model)).toBe(digestOf(stopped.out.model));
  const last = await trainWine(3, { ...long, early_stopping: { ...early, restore_best: false } });
  const whole = await trainWine(3, { ...long, epochs: best + 5 });
  expect(digestOf(last.out.model)).toBe(digestOf(whole.out.model));
});

test("a training that is called off ends between two steps, and writes nothing", async () => {
  const bench = await trainBench({ options: { ...pricing, epochs: 1_000_000 }, tables: { train: houses(60, "train") } });
  setTimeout(() => bench.abort.abort(new Error("called off")), 300);
  await expect(runStage(trainKind, bench)).rejects.toThrow("called off");
  await expect(readFile(bench.out.history)).rejects.toMatchObject({ code: "ENOENT" });
});

test("no tensor is left behind by a training, and Math.random is what it was", async () => {
  const { tf } = await openBackend({ choice: "wasm" });
  const original = Math.random;
  const leftAfter = async (epochs: number) => {
    const before = tf.memory().numTensors;
    await trainWine(1, { epochs });
    return tf.memory().numTensors - before;
  };
  await leftAfter(1);
  expect(await leftAfter(6)).toBe(await leftAfter(2));
  expect(Math.random).toBe(original);
});
