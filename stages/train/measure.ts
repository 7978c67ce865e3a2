import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { TensorFlow } from "../shared/network/tensorflow.ts";
import type { Figures } from "./epoch.ts";
import { rowLosses, totalScore } from "./loss.ts";
import type { Examples } from "./prepare.ts";
import type { LossName } from "./settings.ts";

/** Rows that go through the network at once. */
const chunkRows = 1024;

export interface Measurement {
  readonly tf: TensorFlow;
  readonly network: LayersModel;
  readonly loss: LossName;
  readonly unit: number;
  readonly examples: Examples;
}

/** How good the network is on rows that it is not being fitted to; rows all count the same. */
export async function measure({ tf, network, loss, unit, examples }: Measurement): Promise<Figures> {
  const { rows, width, inputs, targets } = examples;
  let lossSum = 0;
  let scoreSum = 0;
  for (let start = 0; start < rows; start += chunkRows) {
    const end = Math.min(start + chunkRows, rows);
    const sums = tf.tidy(() => {
      const chunk = tf.tensor2d(inputs.subarray(start * width, end * width), [end - start, width]);
      const wanted: Tensor1D = tf.tensor1d(targets.subarray(start, end));
      const scores = network.apply(chunk, { training: false }) as Tensor2D;
      const scored = { loss, scores, targets: wanted };
      return tf.stack([tf.sum(rowLosses(tf, scored)), totalScore(tf, scored)]);
    });
    const [losses = Number.NaN, score = Number.NaN] = await sums.data();
    sums.dispose();
    lossSum += losses;
    scoreSum += score;
  }
  return { loss: lossSum / rows, score: (scoreSum / rows) * unit };
}
