import type { Layer } from "../with.generated.ts";

/** In the order of docs. `activation` is last: others have it as an option. */
export const layerKinds = [
  "dense",
  "dropout",
  "gaussian_noise",
  "batch_normalization",
  "layer_normalization",
  "reshape",
  "flatten",
  "conv1d",
  "conv2d",
  "max_pooling1d",
  "max_pooling2d",
  "average_pooling1d",
  "average_pooling2d",
  "global_max_pooling1d",
  "global_max_pooling2d",
  "global_average_pooling1d",
  "global_average_pooling2d",
  "lstm",
  "gru",
  "activation",
] as const;
export type LayerKind = (typeof layerKinds)[number];

export type LayerOf<Kind extends LayerKind> = Extract<Layer, Readonly<Record<Kind, unknown>>>;

export function layerKind(layer: Layer): LayerKind {
  const kind = layerKinds.find((candidate) => candidate in layer);
  if (kind === undefined) throw new Error(`the schema let a layer through that is none: ${JSON.stringify(layer)}`);
  return kind;
}
