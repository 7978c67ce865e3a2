import { expect, test } from "vitest";
import { loadModel } from "../../../stages/shared/network/load-model.ts";
import { seededRandom } from "../../../stages/shared/random/seeded-random.ts";
import { readTable } from "../../../stages/shared/table/arrow-file.ts";
import { column } from "../../../stages/shared/table/column.ts";
import type { Table } from "../../../stages/shared/table/table.ts";
import type { Activation, Initializer, Layer, TrainWith } from "../../../stages/train/with.generated.ts";
import { trained } from "./houses.ts";

/** Pictures of 6 x 6 points, with a bright bar that lies or stands. */
function bars(rows: number, seed: string): Table {
  const random = seededRandom(seed);
  const codes = Int32Array.from({ length: rows }, () => random.below(2));
  const at = Array.from(codes, () => random.below(6));
  const points = Array.from({ length: 36 }, (_, point) => ({
    name: `point_${point}`,
    type: "number" as const,
    values: Float64Array.from(codes, (code, row) => {
      const onBar = (code === 0 ? Math.floor(point / 6) : point % 6) === at[row];
      return (onBar ? 1 : 0) + 0.3 * random.normal();
    }),
  }));
  return { rows, columns: [...points, { name: "bar", type: "category", categories: ["lies", "stands"], codes }] };
}

const train = bars(160, "train");
const validation = bars(60, "validation");
const base: TrainWith = { target: "bar", model: { layers: [] }, epochs: 12, learning_rate: 0.02, seed: 3 };

async function historyOf(options: Partial<TrainWith>) {
  const { out } = await trained({ options: { ...base, ...options }, tables: { train, validation } });
  const history = await readTable(out.history);
  const numbers = (name: string) => {
    const found = column(history, name);
    return found.type === "number" ? [...found.values] : [];
  };
  return { out, loss: numbers("loss"), validationLoss: numbers("val_loss"), accuracy: numbers("val_accuracy") };
}

const image: Layer = { reshape: [6, 6, 1] };
const steps: Layer = { reshape: [6, 6] };
const networks: Readonly<Record<string, { readonly layers: Layer[]; readonly accuracy: number }>> = {
  dense: { layers: [{ dense: 16, activation: "relu", use_bias: false }], accuracy: 0.6 },
  dropout: { layers: [{ dense: 16, activation: "relu" }, { dropout: 0.1 }], accuracy: 0.6 },
  gaussian_noise: { layers: [{ gaussian_noise: 0.1 }, { dense: 16, activation: "relu" }], accuracy: 0.6 },
  batch_normalization: {
    layers: [
      { dense: 16, activation: "relu" },
      { batch_normalization: true, momentum: 0.8 },
    ],
    accuracy: 0.6,
  },
  layer_normalization: { layers: [{ dense: 16, activation: "relu" }, { layer_normalization: true }], accuracy: 0.6 },
  activation: { layers: [{ dense: 16 }, { activation: "tanh" }], accuracy: 0.6 },
  conv1d: { layers: [steps, { conv1d: 8, kernel: 2, strides: 3, padding: "same", activation: "relu" }, { flatten: true }], accuracy: 0.6 },
  conv2d: {
    layers: [image, { conv2d: 8, kernel: 3, activation: "relu" }, { conv2d: 4, kernel: [2, 3], strides: [2, 1] }, { flatten: true }],
    accuracy: 0.9,
  },
  max_pooling1d: { layers: [steps, { max_pooling1d: 2 }, { flatten: true }], accuracy: 0.5 },
  average_pooling1d: { layers: [steps, { average_pooling1d: 2, padding: "same", strides: 3 }, { flatten: true }], accuracy: 0.4 },
  max_pooling2d: {
    layers: [image, { conv2d: 8, kernel: 3, padding: "same" }, { batch_normalization: true }, { max_pooling2d: 2 }, { flatten: true }],
    accuracy: 0.8,
  },
  average_pooling2d: {
    layers: [image, { conv2d: 8, kernel: 3, activation: "relu" }, { average_pooling2d: [2, 3], padding: "same" }, { flatten: true }],
    accuracy: 0.8,
  },
  global_max_pooling1d: { layers: [steps, { conv1d: 8, kernel: 3, activation: "relu" }, { global_max_pooling1d: true }], accuracy: 0.6 },
  global_average_pooling1d: {
    layers: [steps, { conv1d: 8, kernel: 3, activation: "relu" }, { global_average_pooling1d: true }],
    accuracy: 0.6,
  },
  global_max_pooling2d: { layers: [image, { conv2d: 8, kernel: 3, activation: "relu" }, { global_max_pooling2d: true }], accuracy: 0.8 },
  global_average_pooling2d: {
    layers: [image, { conv2d: 8, kernel: 3, activation: "relu" }, { global_average_pooling2d: true }],
    accuracy: 0.8,
  },
  lstm: { layers: [steps, { lstm: 6, return_sequences: true, regularizer: { l2: 1e-4 } }, { lstm: 4 }], accuracy: 0.6 },
  gru: { layers: [steps, { gru: 6, return_sequences: true, regularizer: { l1: 1e-5 } }, { gru: 4 }], accuracy: 0.6 },
};

test.for(Object.entries(networks))("%s learns, on wasm as on plain JavaScript, and is loaded as it was saved", async ([, network]) => {
  const model = { layers: network.layers };
  const { out, loss, validationLoss, accuracy } = await historyOf({ model, backend: "wasm" });
  expect(loss.at(-1)).toBeLessThan(loss[0] ?? 0);
  expect(accuracy.at(-1)).toBeGreaterThan(network.accuracy);
  const plain = await historyOf({ model, backend: "cpu", epochs: 2 });
  expect(Math.abs((loss[0] ?? 0) - (plain.loss[0] ?? 1))).toBeLessThan(1e-4);
  const loaded = await loadModel(out.model);
  const prediction = await loaded.predict(validation);
  loaded.dispose();
  const bar = column(validation, "bar");
  if (prediction.task !== "classification" || bar.type !== "category") throw new Error("not a classification");
  const losses = Array.from(bar.codes, (code, row) => -Math.log(prediction.probabilities[row * 2 + code] ?? 0));
  expect(losses.reduce((sum, one) => sum + one, 0) / losses.length).toBeCloseTo(validationLoss.at(-1) ?? 0, 4);
});

const activations: readonly Activation[] = [
  "linear",
  "relu",
  "relu6",
  "elu",
  "selu",
  "gelu",
  "swish",
  "sigmoid",
  "hard_sigmoid",
  "tanh",
  "softplus",
  "softsign",
];

test.for(activations)("the activation %s has the same gradient on both backends, and can be loaded", async (activation) => {
  const model = { layers: [{ dense: 8, activation }] };
  const { out, loss } = await historyOf({ model, backend: "wasm", epochs: 2 });
  const plain = await historyOf({ model, backend: "cpu", epochs: 2 });
  expect(Math.abs((loss[1] ?? 0) - (plain.loss[1] ?? 1))).toBeLessThan(1e-4);
  (await loadModel(out.model)).dispose();
});

const initializers: readonly Initializer[] = [
  "glorot_uniform",
  "glorot_normal",
  "he_uniform",
  "he_normal",
  "lecun_uniform",
  "lecun_normal",
  "zeros",
];

test("initializers draw different weights", async () => {
  const losses = await Promise.all(
    initializers.map(async (initializer) => (await historyOf({ model: { layers: [{ dense: 4, initializer }] }, epochs: 1 })).loss[0]),
  );
  expect(new Set(losses).size).toBe(initializers.length);
});

test.for(["adam", "sgd", "rmsprop", "momentum"] as const)("the optimizer %s makes the loss smaller", async (optimizer) => {
  const { loss } = await historyOf({ model: { layers: [{ dense: 8, activation: "relu" }] }, optimizer });
  expect(loss.at(-1)).toBeLessThan((loss[0] ?? 0) * 0.9);
});

test("a regularizer keeps weights small, and is not in the loss that is told", async () => {
  const free = await historyOf({ model: { layers: [] } });
  const held = await historyOf({ model: { layers: [], regularizer: { l2: 1 } } });
  expect(held.loss.at(-1)).toBeGreaterThan(free.loss.at(-1) ?? 0);
  expect(held.loss.at(-1)).toBeLessThan(0.75);
});
