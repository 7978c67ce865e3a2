import type * as core from "@tensorflow/tfjs-core";
import type * as layers from "@tensorflow/tfjs-layers";

/**
 * TensorFlow.js as a value. Whatever computes takes it as a parameter: a native TensorFlow is another instance of the library, and
 * tensors of two instances do not mix.
 */
export type TensorFlow = Omit<typeof core, "default"> & Omit<typeof layers, "default">;
