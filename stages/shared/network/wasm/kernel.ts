import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { KernelFunc, TensorInfo } from "@tensorflow/tfjs-core";
import type { TensorFlow } from "../tensorflow.ts";

export interface KernelCall<Inputs, Attributes> {
  readonly tf: TensorFlow;
  readonly inputs: Inputs;
  readonly attributes: Attributes;
  readonly backend: BackendWasm;
  /** The kernel that this one replaces, on the same call or with other inputs and attributes. */
  original(changed?: { readonly inputs?: Partial<Inputs>; readonly attributes?: Partial<Attributes> }): TensorInfo;
}

export type Kernel<Inputs, Attributes> = (call: KernelCall<Inputs, Attributes>) => TensorInfo;

/** A kernel of the wasm backend, by name: our own computation, or the one that it replaces. */
export interface NamedKernel {
  readonly name: string;
  register(tf: TensorFlow): void;
}

export function kernelNamed<Inputs, Attributes>(name: string, compute: Kernel<Inputs, Attributes>): NamedKernel {
  return { name, register: (tf) => register({ tf, name, compute }) };
}

function register<Inputs, Attributes>({ tf, name, compute }: { tf: TensorFlow; name: string; compute: Kernel<Inputs, Attributes> }): void {
  const stock = tf.getKernelsForBackend("wasm").find(({ kernelName }) => kernelName === name);
  const kernelFunc: KernelFunc = ({ inputs, backend, attrs }) =>
    compute({
      tf,
      inputs: inputs as Inputs,
      attributes: attrs as Attributes,
      backend: backend as BackendWasm,
      original: (changed = {}) => {
        if (stock === undefined) throw new Error(`the wasm backend has no kernel ${name}`);
        const call = { inputs: { ...inputs, ...changed.inputs }, backend, attrs: { ...attrs, ...changed.attributes } };
        return stock.kernelFunc(call) as TensorInfo;
      },
    });
  if (stock !== undefined) tf.unregisterKernel(name, "wasm");
  // The stock set-up stays: it is what makes the stock function callable.
  tf.registerKernel({ ...stock, kernelName: name, backendName: "wasm", kernelFunc });
}

/** The values of a tensor where they lie. A later `makeOutput` may move the heap: make outputs first, then take views. */
export function valuesOf(backend: BackendWasm, tensor: TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array;
}

/** Calls a kernel that is registered now. */
export function callKernel(
  tf: TensorFlow,
  { name, ...call }: { readonly name: string; readonly backend: BackendWasm; readonly inputs: object; readonly attrs: object },
): TensorInfo {
  return tf.getKernel(name, "wasm").kernelFunc(call as Parameters<KernelFunc>[0]) as TensorInfo;
}
