import type { TensorInfo } from "@tensorflow/tfjs-core";
import { type GradientAttributes, geometryOf, type Shape4D } from "./convolution.ts";
import { callKernel, kernelNamed, valuesOf } from "./kernel.ts";

interface Attributes extends GradientAttributes {
  readonly inputShape: Shape4D;
}

/**
 * The gradient of a convolution by its image. Where the filter moves by 1, it is the convolution of the output's gradient with the
 * filter turned by half a turn, its channels exchanged: the stock kernel is right, and many times slower.
 */
export const conv2dBackpropInput = kernelNamed<{ readonly dy: TensorInfo; readonly filter: TensorInfo }, Attributes>(
  "Conv2DBackpropInput",
  ({ tf, inputs: { dy, filter }, attributes, backend, original }) => {
    const { strideHeight, strideWidth, padInfo } = geometryOf(tf, { image: attributes.inputShape, filter: filter.shape, attributes });
    const [height = 1, width = 1, inChannels = 1, outChannels = 1] = filter.shape;
    const pad = [
      [0, 0],
      [height - 1 - padInfo.top, height - 1 - padInfo.bottom],
      [width - 1 - padInfo.left, width - 1 - padInfo.right],
      [0, 0],
    ];
    if (strideHeight !== 1 || strideWidth !== 1 || pad.flat().some((length) => length < 0)) return original();
    const turned = backend.makeOutput([height, width, outChannels, inChannels], "float32");
    turn({ from: valuesOf(backend, filter), to: valuesOf(backend, turned), places: height * width, inChannels, outChannels });
    const gradient = callKernel(tf, {
      name: "Conv2D",
      backend,
      inputs: { x: dy, filter: turned },
      attrs: { strides: [1, 1], pad, dataFormat: "NHWC", dilations: [1, 1] },
    });
    backend.disposeData(turned.dataId);
    return gradient;
  },
);

interface Turn {
  readonly from: Float32Array;
  readonly to: Float32Array;
  /** Height x width: half a turn reverses their order. */
  readonly places: number;
  readonly inChannels: number;
  readonly outChannels: number;
}

function turn({ from, to, places, inChannels, outChannels }: Turn): void {
  let source = 0;
  for (let place = places - 1; place >= 0; place--) {
    for (let input = 0; input < inChannels; input++) {
      for (let output = 0; output < outChannels; output++)
        to[(place * outChannels + output) * inChannels + input] = from[source++] as number;
    }
  }
}
