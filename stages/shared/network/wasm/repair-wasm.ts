import type { TensorFlow } from "../tensorflow.ts";
import { avgPoolGrad } from "./avg-pool-grad.ts";
import { batchMatMul } from "./batch-mat-mul.ts";
import { conv2dBackpropFilter } from "./conv2d-backprop-filter.ts";
import { conv2dBackpropInput } from "./conv2d-backprop-input.ts";
import { javascriptKernel } from "./javascript-kernel.ts";
import { maxPoolGrad } from "./max-pool-grad.ts";
import { refusedKernels } from "./refused-kernel.ts";
import { samePadding } from "./same-padding.ts";
import { unsortedSegmentSum } from "./unsorted-segment-sum.ts";

/**
 * What the wasm backend 4.22.0 lacks, has wrong, or does too slowly to train with. Call it once, before the backend starts: a kernel's
 * set-up runs at the start.
 */
export function repairWasm(tf: TensorFlow): void {
  const kernels = [
    ...samePadding,
    batchMatMul,
    conv2dBackpropFilter,
    conv2dBackpropInput,
    maxPoolGrad,
    avgPoolGrad,
    unsortedSegmentSum,
    ...["DepthwiseConv2dNativeBackpropFilter", "DepthwiseConv2dNativeBackpropInput"].map(javascriptKernel),
    ...refusedKernels,
  ];
  for (const kernel of kernels) kernel.register(tf);
}
