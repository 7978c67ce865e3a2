import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { TensorFlow } from "../shared/network/tensorflow.ts";
import type { Random } from "../shared/random/random.ts";
import type { Examples } from "./prepare.ts";

/** Tensors that the taker disposes of. */
export interface Batch {
  readonly inputs: Tensor2D;
  readonly targets: Tensor1D;
  readonly weights: Tensor1D;
}

/** The rows in batches, in an order that is drawn anew for each epoch; the last batch has what is left. */
export class Batches {
  readonly #tf: TensorFlow;
  readonly #examples: Examples;
  readonly #size: number;
  readonly #random: Random;
  readonly #order: Int32Array;

  constructor(tf: TensorFlow, { examples, batchSize, random }: { examples: Examples; batchSize: number; random: Random }) {
    this.#tf = tf;
    this.#examples = examples;
    this.#size = batchSize;
    this.#random = random;
    this.#order = Int32Array.from({ length: examples.rows }, (_, row) => row);
  }

  *shuffled(): Generator<Batch> {
    this.#random.shuffle(this.#order);
    for (let start = 0; start < this.#order.length; start += this.#size) {
      yield this.#batch(this.#order.subarray(start, start + this.#size));
    }
  }

  #batch(rows: Int32Array): Batch {
    const { inputs, width, targets, weights } = this.#examples;
    const taken = new Float32Array(rows.length * width);
    rows.forEach((row, place) => {
      taken.set(inputs.subarray(row * width, (row + 1) * width), place * width);
    });
    return {
      inputs: this.#tf.tensor2d(taken, [rows.length, width]),
      targets: this.#tf.tensor1d(Float32Array.from(rows, (row) => targets[row] ?? 0)),
      weights: this.#tf.tensor1d(Float32Array.from(rows, (row) => weights[row] ?? 0)),
    };
  }
}
