import type { layers } from "@tensorflow/tfjs-layers";
import type { TensorFlow } from "../../shared/network/tensorflow.ts";
import type { Layer } from "../with.generated.ts";
import { type LayerKind, type LayerOf, layerKind } from "./layer-kind.ts";
import { activationNamed, pair, regularizerOption, slideOptions1d, slideOptions2d, weightOptions } from "./layer-options.ts";

export type NetworkLayer = InstanceType<typeof layers.Layer>;

/** The layer of TensorFlow.js that a layer of the pipeline file stands for. */
export function makeLayer(tf: TensorFlow, { layer, name }: { readonly layer: Layer; readonly name: string }): NetworkLayer {
  const maker = makers[layerKind(layer)] as Maker<Layer>;
  return maker({ tf, layer, name });
}

type Maker<Of extends Layer> = (request: { readonly tf: TensorFlow; readonly layer: Of; readonly name: string }) => NetworkLayer;

const makers: { readonly [Kind in LayerKind]: Maker<LayerOf<Kind>> } = {
  dense: ({ tf, layer, name }) => tf.layers.dense({ name, units: layer.dense, ...weightOptions(tf, layer) }),
  // Without a seed of its own: with one, it would leave out the same inputs at every step.
  dropout: ({ tf, layer, name }) => tf.layers.dropout({ name, rate: layer.dropout }),
  gaussian_noise: ({ tf, layer, name }) => tf.layers.gaussianNoise({ name, stddev: layer.gaussian_noise }),
  batch_normalization: ({ tf, layer, name }) =>
    tf.layers.batchNormalization({ name, momentum: layer.momentum ?? 0.99, epsilon: layer.epsilon ?? 0.001 }),
  layer_normalization: ({ tf, layer, name }) => tf.layers.layerNormalization({ name, epsilon: layer.epsilon ?? 0.001 }),
  activation: ({ tf, layer, name }) => tf.layers.activation({ name, activation: activationNamed(layer.activation) }),
  reshape: ({ tf, layer, name }) => tf.layers.reshape({ name, targetShape: [...layer.reshape] }),
  flatten: ({ tf, name }) => tf.layers.flatten({ name }),
  conv1d: ({ tf, layer, name }) =>
    tf.layers.conv1d({
      name,
      filters: layer.conv1d,
      kernelSize: layer.kernel,
      ...slideOptions1d(layer, 1),
      ...weightOptions(tf, layer),
    }),
  conv2d: ({ tf, layer, name }) =>
    tf.layers.conv2d({
      name,
      filters: layer.conv2d,
      kernelSize: pair(layer.kernel),
      ...slideOptions2d(layer, 1),
      ...weightOptions(tf, layer),
    }),
  max_pooling1d: ({ tf, layer, name }) =>
    tf.layers.maxPooling1d({ name, poolSize: layer.max_pooling1d, ...slideOptions1d(layer, layer.max_pooling1d) }),
  max_pooling2d: ({ tf, layer, name }) =>
    tf.layers.maxPooling2d({ name, poolSize: pair(layer.max_pooling2d), ...slideOptions2d(layer, layer.max_pooling2d) }),
  average_pooling1d: ({ tf, layer, name }) =>
    tf.layers.averagePooling1d({ name, poolSize: layer.average_pooling1d, ...slideOptions1d(layer, layer.average_pooling1d) }),
  average_pooling2d: ({ tf, layer, name }) =>
    tf.layers.averagePooling2d({ name, poolSize: pair(layer.average_pooling2d), ...slideOptions2d(layer, layer.average_pooling2d) }),
  global_max_pooling1d: ({ tf, name }) => tf.layers.globalMaxPooling1d({ name }),
  global_max_pooling2d: ({ tf, name }) => tf.layers.globalMaxPooling2d({ name }),
  global_average_pooling1d: ({ tf, name }) => tf.layers.globalAveragePooling1d({ name }),
  global_average_pooling2d: ({ tf, name }) => tf.layers.globalAveragePooling2d({ name }),
  lstm: ({ tf, layer, name }) => tf.layers.lstm({ name, units: layer.lstm, ...recurrentOptions(tf, layer) }),
  gru: ({ tf, layer, name }) => tf.layers.gru({ name, units: layer.gru, ...recurrentOptions(tf, layer) }),
};

/** The library's default, an orthogonal matrix, needs operations that only its bundle for browsers has. */
const recurrentOptions = (tf: TensorFlow, layer: LayerOf<"lstm"> | LayerOf<"gru">) => ({
  returnSequences: layer.return_sequences ?? false,
  recurrentInitializer: "glorotUniform" as const,
  ...regularizerOption(tf, layer.regularizer),
});
