import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { TensorFlow } from "../shared/network/tensorflow.ts";
import type { LossName } from "./settings.ts";

/** What a network scored, and what it should have. `targets`: indices of classes, or standardised numbers. */
export interface Scored {
  /** Rows x units. */
  readonly scores: Tensor2D;
  readonly targets: Tensor1D;
}

/** The loss of each row, on the standardised scale of a regression. */
export function rowLosses(tf: TensorFlow, { loss, scores, targets }: Scored & { readonly loss: LossName }): Tensor1D {
  if (loss === "cross_entropy") return crossEntropy(tf, { scores, targets });
  const error = tf.sub(tf.squeeze(scores, [1]), targets);
  switch (loss) {
    case "mean_squared_error":
      return tf.square(error) as Tensor1D;
    case "mean_absolute_error":
      return tf.abs(error) as Tensor1D;
    case "huber": {
      // Huber, "Robust estimation of a location parameter", Annals of Mathematical Statistics 35 (1964), with delta 1.
      const size = tf.abs(error);
      const near = tf.minimum(size, 1);
      return tf.add(tf.mul(0.5, tf.square(near)), tf.sub(size, near)) as Tensor1D;
    }
  }
}

function crossEntropy(tf: TensorFlow, { scores, targets }: Scored): Tensor1D {
  const wanted = tf.oneHot(tf.cast(targets, "int32"), scores.shape[1]);
  return tf.neg(tf.sum(tf.mul(wanted, tf.logSoftmax(scores)), 1)) as Tensor1D;
}

/** How many rows are classified right; of a regression, the sum of the absolute errors on the standardised scale. */
export function totalScore(tf: TensorFlow, { loss, scores, targets }: Scored & { readonly loss: LossName }) {
  return loss === "cross_entropy"
    ? tf.sum(tf.cast(tf.equal(tf.argMax(scores, 1), tf.cast(targets, "int32")), "float32"))
    : tf.sum(tf.abs(tf.sub(tf.squeeze(scores, [1]), targets)));
}
