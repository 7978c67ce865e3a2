import type { backend_util, TensorInfo } from "@tensorflow/tfjs-core";
import type { Shape4D } from "./convolution.ts";
import { kernelNamed } from "./kernel.ts";

type Pad = Parameters<typeof backend_util.computeConv2DInfo>[4];

interface Attributes {
  readonly strides: [number, number] | number;
  readonly pad: Pad;
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/**
 * The stock kernels leave padding `same` to XNNPACK, which pads otherwise than TensorFlow where the filter moves further than it is
 * large (https://github.com/tensorflow/tfjs/issues/6629): the padding is worked out here and given in numbers.
 */
const withExplicitPadding = (name: string, { depthwise }: { readonly depthwise: boolean }) =>
  kernelNamed<{ readonly x: TensorInfo; readonly filter: TensorInfo }, Attributes>(name, ({ tf, inputs, attributes, original }) => {
    const { strides, pad, dilations = 1, dimRoundingMode } = attributes;
    const [down, right] = typeof strides === "number" ? [strides, strides] : strides;
    const [height = 1, width = 1] = inputs.filter.shape;
    if (pad !== "same" || (down <= height && right <= width)) return original();
    const { padInfo } = tf.backend_util.computeConv2DInfo(
      inputs.x.shape as Shape4D,
      inputs.filter.shape as Shape4D,
      strides,
      dilations,
      pad,
      dimRoundingMode,
      depthwise,
    );
    const explicit: Pad = [
      [0, 0],
      [padInfo.top, padInfo.bottom],
      [padInfo.left, padInfo.right],
      [0, 0],
    ];
    return original({ attributes: { pad: explicit } });
  });

export const samePadding = [
  withExplicitPadding("Conv2D", { depthwise: false }),
  withExplicitPadding("FusedConv2D", { depthwise: false }),
  withExplicitPadding("DepthwiseConv2dNative", { depthwise: true }),
  withExplicitPadding("FusedDepthwiseConv2D", { depthwise: true }),
];
