import { kernelNamed, valuesOf } from "./kernel.ts";
import { type PoolAttributes, type PoolInputs, rowStart, visitWindows } from "./pool-window.ts";

/** A window's gradient is shared by its cells. The stock kernel divides by the whole window even where part of it lies outside the image. */
export const avgPoolGrad = kernelNamed<PoolInputs, PoolAttributes>("AvgPoolGrad", ({ tf, inputs, attributes, backend }) => {
  const output = backend.makeOutput(inputs.input.shape, "float32");
  const gradient = valuesOf(backend, output).fill(0);
  const above = valuesOf(backend, inputs.dy);
  visitWindows({ tf, inputs, attributes }, (window, image) => {
    const { channels } = image;
    const width = window.right - window.left;
    const cells = (window.bottom - window.top) * width;
    for (let row = window.top; row < window.bottom; row++) {
      const start = rowStart(window, { image, row });
      for (let place = 0; place < width * channels; place++) {
        gradient[start + place] = (gradient[start + place] as number) + (above[window.output + (place % channels)] as number) / cells;
      }
    }
  });
  return output;
});
