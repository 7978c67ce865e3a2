import type { TensorInfo } from "@tensorflow/tfjs-core";
import { callKernel, type KernelCall, kernelNamed } from "./kernel.ts";

interface Inputs {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}
interface Attributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The stock kernel is fast (XNNPACK) only where nothing is transposed, and gradients always transpose: that is done first here. */
export const batchMatMul = kernelNamed<Inputs, Attributes>("BatchMatMul", (call) => {
  const { transposeA, transposeB } = call.attributes;
  if (!transposeA && !transposeB) return call.original();
  const { a, b } = call.inputs;
  const left = transposeA ? transposed(call, a) : a;
  const right = transposeB ? transposed(call, b) : b;
  const product = call.original({ inputs: { a: left, b: right }, attributes: { transposeA: false, transposeB: false } });
  if (left !== a) call.backend.disposeData(left.dataId);
  if (right !== b) call.backend.disposeData(right.dataId);
  return product;
});

/** The last two dimensions exchanged. */
function transposed({ tf, backend }: KernelCall<Inputs, Attributes>, x: TensorInfo): TensorInfo {
  const rank = x.shape.length;
  const perm = [...Array(rank - 2).keys(), rank - 1, rank - 2];
  return callKernel(tf, { name: "Transpose", backend, inputs: { x }, attrs: { perm } });
}
