import type { backend_util, TensorInfo } from "@tensorflow/tfjs-core";
import type { TensorFlow } from "../tensorflow.ts";

export type Geometry = backend_util.Conv2DInfo;

/** What the gradient kernels of a convolution are told. */
export interface GradientAttributes {
  readonly strides: [number, number] | number;
  readonly pad: Parameters<typeof backend_util.computeConv2DInfo>[4];
  readonly dataFormat: "NHWC" | "NCHW";
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

export type Shape4D = [number, number, number, number];

/** Where the filter stands on the image, and how much is padded. The layers of TensorFlow.js always bring channels last. */
export function geometryOf(
  tf: TensorFlow,
  {
    image,
    filter,
    attributes,
  }: { readonly image: readonly number[]; readonly filter: readonly number[]; readonly attributes: GradientAttributes },
): Geometry {
  const { strides, pad, dataFormat, dimRoundingMode } = attributes;
  if (dataFormat !== "NHWC") throw new Error("the gradients of a convolution are for channels last alone");
  return tf.backend_util.computeConv2DInfo(image as Shape4D, filter as Shape4D, strides, 1, pad, dimRoundingMode);
}

/** The same values under another shape. */
export const reshaped = ({ dataId, dtype }: TensorInfo, shape: number[]): TensorInfo => ({ dataId, dtype, shape });
