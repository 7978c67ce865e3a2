import type { TensorInfo } from "@tensorflow/tfjs-core";
import { kernelNamed } from "./kernel.ts";

/** Sums the slices of `x` that have the same segment id: the gradient of a look-up. Ids outside 0 … numSegments - 1 are left out. */
export const unsortedSegmentSum = kernelNamed<
  { readonly x: TensorInfo; readonly segmentIds: TensorInfo },
  { readonly numSegments: number }
>("UnsortedSegmentSum", ({ inputs: { x, segmentIds }, attributes: { numSegments }, backend }) => {
  if (segmentIds.shape.length !== 1) throw new Error("UnsortedSegmentSum takes a list of segment ids");
  const shape = x.shape.slice(1);
  const size = shape.reduce((product, length) => product * length, 1);
  const output = backend.makeOutput([numSegments, ...shape], "float32");
  const sums = backend.typedArrayFromHeap(output).fill(0);
  const values = backend.typedArrayFromHeap(x);
  const ids = backend.typedArrayFromHeap(segmentIds);
  for (let slice = 0; slice < ids.length; slice++) {
    const id = ids[slice] ?? -1;
    if (id < 0 || id >= numSegments) continue;
    let to = id * size;
    for (let from = slice * size; from < (slice + 1) * size; from++) sums[to] = (sums[to++] ?? 0) + (values[from] ?? 0);
  }
  return output;
});
