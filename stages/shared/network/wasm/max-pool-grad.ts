import { kernelNamed, valuesOf } from "./kernel.ts";
import { type Image, type PoolAttributes, type PoolInputs, type PoolWindow, rowStart, visitWindows } from "./pool-window.ts";

/** The gradient goes to a window's greatest value, the first of equals. The stock kernel sends it to the first cell where that value is <= 0. */
export const maxPoolGrad = kernelNamed<PoolInputs, PoolAttributes>("MaxPoolGrad", ({ tf, inputs, attributes, backend }) => {
  const output = backend.makeOutput(inputs.input.shape, "float32");
  const gradient = valuesOf(backend, output).fill(0);
  const values = valuesOf(backend, inputs.input);
  const above = valuesOf(backend, inputs.dy);
  visitWindows({ tf, inputs, attributes }, (window, image) => {
    for (let channel = 0; channel < image.channels; channel++) {
      const place = greatest({ values, window, image, channel });
      if (place >= 0) gradient[place] = (gradient[place] as number) + (above[window.output + channel] as number);
    }
  });
  return output;
});

function greatest({ values, window, image, channel }: { values: Float32Array; window: PoolWindow; image: Image; channel: number }): number {
  const { channels } = image;
  const length = (window.right - window.left) * channels;
  let found = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (let row = window.top; row < window.bottom; row++) {
    const start = rowStart(window, { image, row }) + channel;
    for (let place = start; place < start + length; place += channels) {
      const value = values[place] as number;
      if (value > most || found < 0) {
        found = place;
        most = value;
      }
    }
  }
  return found;
}
