import type { TensorInfo } from "@tensorflow/tfjs-core";
import { type Geometry, type GradientAttributes, geometryOf, reshaped, type Shape4D } from "./convolution.ts";
import { callKernel, kernelNamed, valuesOf } from "./kernel.ts";

interface Attributes extends GradientAttributes {
  readonly filterShape: Shape4D;
}

/** The gradient of a convolution by its filter: one product of matrices, of what each weight saw and of the gradient there. */
export const conv2dBackpropFilter = kernelNamed<{ readonly x: TensorInfo; readonly dy: TensorInfo }, Attributes>(
  "Conv2DBackpropFilter",
  ({ tf, inputs: { x, dy }, attributes, backend }) => {
    const geometry = geometryOf(tf, { image: x.shape, filter: attributes.filterShape, attributes });
    const weights = geometry.filterHeight * geometry.filterWidth * geometry.inChannels;
    const places = geometry.batchSize * geometry.outHeight * geometry.outWidth;
    const seen = backend.makeOutput([1, weights, places], "float32");
    writeSeen({ geometry, image: valuesOf(backend, x), seen: valuesOf(backend, seen) });
    const gradient = callKernel(tf, {
      name: "BatchMatMul",
      backend,
      inputs: { a: seen, b: reshaped(dy, [1, places, geometry.outChannels]) },
      attrs: { transposeA: false, transposeB: false },
    });
    backend.disposeData(seen.dataId);
    return reshaped(gradient, attributes.filterShape);
  },
);

/** For each weight (row, column, channel), the value under it at each place of the output ("im2col", transposed); 0 in the padding. */
function writeSeen({ geometry, image, seen }: { geometry: Geometry; image: Float32Array; seen: Float32Array }): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth } = geometry;
  const { top, left } = geometry.padInfo;
  const step = strideWidth * inChannels;
  let to = 0;
  for (let filterRow = 0; filterRow < filterHeight; filterRow++) {
    for (let filterColumn = 0; filterColumn < filterWidth; filterColumn++) {
      for (let channel = 0; channel < inChannels; channel++) {
        for (let sample = 0; sample < batchSize; sample++) {
          for (let outRow = 0; outRow < outHeight; outRow++, to += outWidth) {
            const row = outRow * strideHeight + filterRow - top;
            if (row < 0 || row >= inHeight) {
              seen.fill(0, to, to + outWidth);
              continue;
            }
            let column = filterColumn - left;
            let from = ((sample * inHeight + row) * inWidth + column) * inChannels + channel;
            for (let place = to; place < to + outWidth; place++) {
              seen[place] = column >= 0 && column < inWidth ? (image[from] as number) : 0;
              from += step;
              column += strideWidth;
            }
          }
        }
      }
    }
  }
}
