import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import type { TensorFlow } from "./tensorflow.ts";

/** Tries a product of matrices and the gradients of a convolution against numbers worked out by hand; returns what is wrong. */
export async function probe(tf: TensorFlow): Promise<string | undefined> {
  try {
    for (const { name, expected, compute } of probes) {
      const found = await valuesOf(tf, compute);
      if (expected.some((value, index) => value !== found[index])) {
        return `${name} is [${found.join(", ")}] where it must be [${expected.join(", ")}]`;
      }
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function valuesOf(tf: TensorFlow, compute: (tf: TensorFlow) => Tensor): Promise<number[]> {
  const tensor = tf.tidy(() => compute(tf));
  try {
    return Array.from(await tensor.data());
  } finally {
    tensor.dispose();
  }
}

const probes = [
  {
    name: "a product of matrices",
    expected: [19, 22, 43, 50],
    compute: (tf: TensorFlow) => tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2])),
  },
  {
    name: "a convolution's gradient by its filter",
    expected: [12, 16, 24, 28],
    compute: (tf: TensorFlow) => {
      const { image, filter } = convolution(tf);
      return tf.grad((varied: Tensor) => tf.sum(tf.conv2d(image, varied as Tensor4D, 1, "valid")))(filter);
    },
  },
  {
    name: "a convolution's gradient by its image",
    expected: [1, 3, 2, 4, 10, 6, 3, 7, 4],
    compute: (tf: TensorFlow) => {
      const { image, filter } = convolution(tf);
      return tf.grad((varied: Tensor) => tf.sum(tf.conv2d(varied as Tensor4D, filter, 1, "valid")))(image);
    },
  },
];

function convolution(tf: TensorFlow) {
  return { image: tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]), filter: tf.tensor4d([1, 2, 3, 4], [2, 2, 1, 1]) };
}
