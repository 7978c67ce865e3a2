import { createRequire } from "node:module";
import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import type { KernelConfig, TensorInfo } from "@tensorflow/tfjs-core";
import type { TensorFlow } from "../tensorflow.ts";
import { type KernelCall, kernelNamed } from "./kernel.ts";

type Inputs = Readonly<Record<string, TensorInfo>>;

/** A kernel that the wasm backend lacks, by the one of the JavaScript backend: slow, right, and loaded when it is called. */
export const javascriptKernel = (name: string) => kernelNamed<Inputs, object>(name, (call) => throughJavaScript(call, name));

function throughJavaScript({ tf, inputs, attributes, backend }: KernelCall<Inputs, object>, name: string): TensorInfo {
  const { kernel, cpu } = javascript(tf, name);
  const copies: TensorInfo[] = [];
  const copy = (tensor: TensorInfo): TensorInfo => {
    const made = cpu.makeTensorInfo(tensor.shape, tensor.dtype, backend.readSync(tensor.dataId));
    copies.push(made);
    return made;
  };
  const copied = Object.fromEntries(Object.entries(inputs).map(([key, input]) => [key, copy(input)]));
  const result = kernel.kernelFunc({ inputs: copied, backend: cpu, attrs: { ...attributes } }) as TensorInfo;
  const values = cpu.readSync(result.dataId);
  const output = backend.makeOutput(result.shape, result.dtype, undefined, values);
  for (const used of [...copies, result]) cpu.disposeIntermediateTensorInfo(used);
  return output;
}

/** Kernels are synchronous, so this is a `require`; it is the instance that an `import` would give. */
function javascript(tf: TensorFlow, name: string): { readonly kernel: KernelConfig; readonly cpu: MathBackendCPU } {
  createRequire(import.meta.url)("@tensorflow/tfjs-backend-cpu");
  return { kernel: tf.getKernel(name, "cpu"), cpu: tf.findBackend("cpu") as MathBackendCPU };
}
