import type { layers } from "@tensorflow/tfjs-layers";
import type { TensorFlow } from "../../shared/network/tensorflow.ts";
import type { Activation, Area, Initializer, Padding, Regularizer } from "../with.generated.ts";

type DenseArguments = Parameters<typeof layers.dense>[0];

const activations = {
  linear: "linear",
  relu: "relu",
  relu6: "relu6",
  elu: "elu",
  selu: "selu",
  gelu: "gelu",
  swish: "swish",
  sigmoid: "sigmoid",
  hard_sigmoid: "hardSigmoid",
  tanh: "tanh",
  softplus: "softplus",
  softsign: "softsign",
} as const;

const initializers = {
  glorot_uniform: "glorotUniform",
  glorot_normal: "glorotNormal",
  he_uniform: "heUniform",
  he_normal: "heNormal",
  lecun_uniform: "leCunUniform",
  lecun_normal: "leCunNormal",
  zeros: "zeros",
} as const;

export const activationNamed = (activation: Activation = "linear") => activations[activation];

interface Weighted {
  readonly activation?: Activation;
  readonly use_bias?: boolean;
  readonly initializer?: Initializer;
  readonly regularizer?: Regularizer;
}

/** The options that layers with a matrix of weights share. */
export function weightOptions(tf: TensorFlow, { activation, use_bias = true, initializer = "glorot_uniform", regularizer }: Weighted) {
  return {
    activation: activationNamed(activation),
    useBias: use_bias,
    kernelInitializer: initializers[initializer],
    ...regularizerOption(tf, regularizer),
  } as const;
}

export function regularizerOption(tf: TensorFlow, regularizer: Regularizer | undefined): Pick<DenseArguments, "kernelRegularizer"> {
  if (regularizer === undefined) return {};
  return { kernelRegularizer: tf.regularizers.l1l2({ l1: regularizer.l1 ?? 0, l2: regularizer.l2 ?? 0 }) };
}

export interface Sliding<Size> {
  readonly strides?: Size;
  readonly padding?: Padding;
}

export const pair = (area: Area): [number, number] => (typeof area === "number" ? [area, area] : [area[0] ?? 1, area[1] ?? 1]);

export const slideOptions1d = ({ strides, padding = "valid" }: Sliding<number>, otherwise: number) => ({
  strides: strides ?? otherwise,
  padding,
});

export const slideOptions2d = ({ strides, padding = "valid" }: Sliding<Area>, otherwise: Area) => ({
  strides: pair(strides ?? otherwise),
  padding,
});
