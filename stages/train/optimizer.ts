import type { Optimizer } from "@tensorflow/tfjs-core";
import type { TensorFlow } from "../shared/network/tensorflow.ts";
import type { OptimizerName } from "./settings.ts";

export function makeOptimizer(tf: TensorFlow, { name, learningRate }: { name: OptimizerName; learningRate: number }): Optimizer {
  switch (name) {
    case "adam":
      return tf.train.adam(learningRate);
    case "sgd":
      return tf.train.sgd(learningRate);
    case "rmsprop":
      return tf.train.rmsprop(learningRate);
    case "momentum":
      return tf.train.momentum(learningRate, 0.9);
  }
}
