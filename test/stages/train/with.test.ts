import { describe, expect, test } from "vitest";
import { loadBuiltIn } from "../../../engine/kind/catalogue.ts";
import { layerKinds } from "../../../stages/train/layer/layer-kind.ts";
import { wineTraining } from "./wine.ts";

const kind = await loadBuiltIn("train");
if (kind === undefined) throw new Error("train is not in the catalogue");

/** Where the faults are, deepest first: `/model/layers/0/dense`. */
const faultsOf = (value: unknown): readonly string[] =>
  kind
    .checkWith(structuredClone(value))
    .filter(({ keyword }) => keyword !== "anyOf")
    .map(({ instancePath }) => instancePath);

const withLayers = (...layers: unknown[]) => ({ target: "cultivar", model: { layers } });

const layers: Readonly<Record<(typeof layerKinds)[number], readonly unknown[]>> = {
  dense: [
    { dense: 32 },
    { dense: 8, activation: "hard_sigmoid", use_bias: false, initializer: "lecun_normal", regularizer: { l1: 0.1, l2: 0 } },
  ],
  dropout: [{ dropout: 0 }, { dropout: 0.5 }],
  gaussian_noise: [{ gaussian_noise: 0.1 }],
  batch_normalization: [{ batch_normalization: true }, { batch_normalization: true, momentum: 0.9, epsilon: 0.01 }],
  layer_normalization: [{ layer_normalization: true, epsilon: 0.01 }],
  reshape: [{ reshape: [8, 8, 1] }, { reshape: [24, 3] }],
  flatten: [{ flatten: true }],
  conv1d: [{ conv1d: 8, kernel: 3, strides: 2, padding: "same", activation: "relu" }],
  conv2d: [
    { conv2d: 8, kernel: 3 },
    { conv2d: 8, kernel: [3, 5], strides: [1, 2], padding: "valid" },
  ],
  max_pooling1d: [{ max_pooling1d: 2, strides: 1 }],
  max_pooling2d: [{ max_pooling2d: [2, 3], padding: "same" }],
  average_pooling1d: [{ average_pooling1d: 2 }],
  average_pooling2d: [{ average_pooling2d: 2, strides: [1, 1] }],
  global_max_pooling1d: [{ global_max_pooling1d: true }],
  global_max_pooling2d: [{ global_max_pooling2d: true }],
  global_average_pooling1d: [{ global_average_pooling1d: true }],
  global_average_pooling2d: [{ global_average_pooling2d: true }],
  lstm: [{ lstm: 16, return_sequences: true }],
  gru: [{ gru: 16, regularizer: { l2: 0.01 } }],
  activation: [{ activation: "tanh" }],
};

describe("what is allowed", () => {
  test.for(layerKinds)("the layer %s", (layer) => {
    for (const example of layers[layer]) expect(faultsOf(withLayers(example))).toEqual([]);
  });

  test("the wine pipeline's training, and all settings", () => {
    expect(faultsOf(wineTraining)).toEqual([]);
    expect(
      faultsOf({
        ...wineTraining,
        task: "classification",
        features: { exclude: ["proline"] },
        model: { layers: [], regularizer: { l2: 0.1 } },
        optimizer: "momentum",
        batch_size: 16,
        loss: "cross_entropy",
        class_weight: { barolo: 2 },
        early_stopping: { patience: 5, min_delta: 0.001, restore_best: false },
        seed: "a text",
        backend: "wasm",
      }),
    ).toEqual([]);
  });
});

test("what is left out is filled in before the key is made", () => {
  const value = { target: "cultivar", model: { layers: [] }, early_stopping: {} };
  kind.checkWith(value);
  expect(value).toEqual({
    target: "cultivar",
    model: { layers: [] },
    early_stopping: { patience: 10, min_delta: 0, restore_best: true },
    optimizer: "adam",
    learning_rate: 0.001,
    epochs: 50,
    batch_size: 32,
    seed: 0,
    backend: "auto",
  });
});

const refused: readonly (readonly [fault: string, value: object, place: string])[] = [
  ["no target", { model: { layers: [] } }, ""],
  ["no model", { target: "cultivar" }, ""],
  ["an unknown setting", { ...wineTraining, epoch: 5 }, ""],
  ["epochs in words", { ...wineTraining, epochs: "many" }, "/epochs"],
  ["no epochs", { ...wineTraining, epochs: 0 }, "/epochs"],
  ["a learning rate of 0", { ...wineTraining, learning_rate: 0 }, "/learning_rate"],
  ["include and exclude at once", { ...wineTraining, features: { include: ["ash"], exclude: ["hue"] } }, "/features"],
  ["a weight below 0", { ...wineTraining, class_weight: { barolo: -1 } }, "/class_weight/barolo"],
  ["a layer without a kind", withLayers({ units: 32 }), "/model/layers/0"],
  ["two kinds in one layer", withLayers({ dense: 32, dropout: 0.2 }), "/model/layers/0"],
  ["half a unit", withLayers({ dense: 0.5 }), "/model/layers/0/dense"],
  ["an activation that is not known", withLayers({ dense: 3, activation: "rely" }), "/model/layers/0/activation"],
  ["dropout of everything", withLayers({ dropout: 1 }), "/model/layers/0/dropout"],
  ["a convolution without its kernel", withLayers({ conv2d: 8 }), "/model/layers/0"],
  ["a kernel in three dimensions", withLayers({ conv2d: 8, kernel: [3, 3, 3] }), "/model/layers/0/kernel"],
];

test.for(refused)("%s is refused, and the place is told", ([, value, place]) => {
  expect(faultsOf(value)).toContain(place);
});
