import type { backend_util, TensorInfo } from "@tensorflow/tfjs-core";
import type { Shape4D } from "./convolution.ts";
import type { KernelCall } from "./kernel.ts";

export interface PoolInputs {
  readonly dy: TensorInfo;
  readonly input: TensorInfo;
}
export interface PoolAttributes {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: Parameters<typeof backend_util.computePool2DInfo>[4];
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/** The part of a window that lies on the image: rows and columns from … to, without the last. */
export interface PoolWindow {
  readonly sample: number;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
  /** Where the window's gradients are, one for each channel. */
  readonly output: number;
}

export interface Image {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Visits every window of a pooling. */
export function visitWindows(
  { tf, inputs, attributes }: Pick<KernelCall<PoolInputs, PoolAttributes>, "tf" | "inputs" | "attributes">,
  visit: (window: PoolWindow, image: Image) => void,
): void {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  const info = tf.backend_util.computePool2DInfo(inputs.input.shape as Shape4D, filterSize, strides, 1, pad, dimRoundingMode);
  const image = { height: info.inHeight, width: info.inWidth, channels: info.inChannels };
  let output = 0;
  for (let sample = 0; sample < info.batchSize; sample++) {
    for (let outRow = 0; outRow < info.outHeight; outRow++) {
      const row = outRow * info.strideHeight - info.padInfo.top;
      for (let outColumn = 0; outColumn < info.outWidth; outColumn++) {
        const column = outColumn * info.strideWidth - info.padInfo.left;
        const window = {
          sample,
          top: Math.max(0, row),
          bottom: Math.min(image.height, row + info.filterHeight),
          left: Math.max(0, column),
          right: Math.min(image.width, column + info.filterWidth),
          output,
        };
        visit(window, image);
        output += image.channels;
      }
    }
  }
}

/** Where a row of the image begins, for a channel. */
export const rowStart = ({ sample, left }: PoolWindow, { image, row }: { image: Image; row: number }): number =>
  ((sample * image.height + row) * image.width + left) * image.channels;
