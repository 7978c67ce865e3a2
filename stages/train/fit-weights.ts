import type { Optimizer, Scalar, Tensor, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { StageFailure } from "../../engine/kind/stage-context.ts";
import { withSeededMath } from "../shared/network/seeded-math.ts";
import type { TensorFlow } from "../shared/network/tensorflow.ts";
import type { Random } from "../shared/random/random.ts";
import { Batches } from "./batches.ts";
import { EarlyStopping } from "./early-stopping.ts";
import type { Epoch, Figures } from "./epoch.ts";
import { rowLosses, totalScore } from "./loss.ts";
import { measure } from "./measure.ts";
import { makeOptimizer } from "./optimizer.ts";
import type { Examples } from "./prepare.ts";
import type { LossName, TrainSettings } from "./settings.ts";

export interface Fitting {
  readonly tf: TensorFlow;
  readonly network: LayersModel;
  readonly loss: LossName;
  /** What an absolute error on the network's scale is in the target's unit. */
  readonly unit: number;
  readonly train: Examples;
  readonly validation: Examples | undefined;
  readonly settings: TrainSettings;
  /** Of weights and dropout. */
  readonly weightRandom: Random;
  readonly signal: AbortSignal;
  readonly onEpoch: (epoch: Epoch) => void;
}

export interface Fitted {
  readonly epochs: readonly Epoch[];
  /** The epoch whose weights the network has now. */
  readonly kept: number;
}

/** Fits the network's weights, in place. Throws StageFailure `training-diverged`, or the signal's reason. */
export async function fitWeights(fitting: Fitting): Promise<Fitted> {
  const { tf, network, settings, train, validation } = fitting;
  const optimizer = makeOptimizer(tf, { name: settings.optimizer, learningRate: settings.learningRate });
  const batches = new Batches(tf, { examples: train, batchSize: settings.batchSize, random: settings.random.derive("order") });
  const stopping = settings.earlyStopping && new EarlyStopping(network, settings.earlyStopping);
  const epochs: Epoch[] = [];
  try {
    while (epochs.length < settings.epochs && stopping?.isOver !== true) {
      const figures = await fitOnce({ fitting, optimizer, batches });
      const epoch = {
        epoch: epochs.length + 1,
        train: figures,
        validation: validation && (await measure({ ...fitting, examples: validation })),
      };
      refuseDivergence(epoch);
      epochs.push(epoch);
      fitting.onEpoch(epoch);
      stopping?.take(epoch);
    }
    return { epochs, kept: stopping?.restore() ?? epochs.length };
  } finally {
    stopping?.dispose();
    optimizer.dispose();
  }
}

interface Step {
  readonly fitting: Fitting;
  readonly optimizer: Optimizer;
  readonly batches: Batches;
}

/** Goes through all rows once. Losses stay tensors until the end: to read one waits for the device. */
async function fitOnce({ fitting, optimizer, batches }: Step): Promise<Figures> {
  const { tf, network, loss, unit, train, weightRandom, signal } = fitting;
  const variables = network.trainableWeights.map((weight) => weight.read() as Variable);
  const totals: Tensor[] = [];
  for (const batch of batches.shuffled()) {
    const step = (): Scalar => {
      const scores = network.apply(batch.inputs, { training: true }) as Tensor2D;
      const losses = rowLosses(tf, { loss, scores, targets: batch.targets });
      const score = totalScore(tf, { loss, scores, targets: batch.targets });
      totals.push(tf.keep(tf.stack([tf.sum(losses), score])));
      const mean = tf.mean(tf.mul(losses, batch.weights));
      return network.calculateLosses().reduce<Scalar>((sum, price) => tf.add(sum, tf.mean(price)), mean as Scalar);
    };
    withSeededMath(weightRandom, () => optimizer.minimize(step, false, variables));
    tf.dispose([batch.inputs, batch.targets, batch.weights]);
    // The process hears a signal only between two steps.
    await new Promise(setImmediate);
    signal.throwIfAborted();
  }
  const stacked = tf.stack(totals);
  tf.dispose(totals);
  const values = await stacked.data();
  stacked.dispose();
  const sum = (offset: 0 | 1) => totals.reduce((total, _, step) => total + (values[step * 2 + offset] ?? Number.NaN), 0);
  return { loss: sum(0) / train.rows, score: (sum(1) / train.rows) * unit };
}

function refuseDivergence({ epoch, train, validation }: Epoch): void {
  if (Number.isFinite(train.loss) && Number.isFinite(validation?.loss ?? 0)) return;
  throw new StageFailure({
    code: "training-diverged",
    message: `the loss is no longer a finite number in epoch ${epoch}`,
    why: `loss ${train.loss}${validation === undefined ? "" : `, on the validation rows ${validation.loss}`}: the steps were too long`,
    hint: "write a smaller learning_rate, a tenth for example",
  });
}
