import type { Tensor } from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { openEmbedded } from "../../../../../stages/shared/network/embedded-backend.ts";
import type { TensorFlow } from "../../../../../stages/shared/network/tensorflow.ts";
import { seededRandom } from "../../../../../stages/shared/random/seeded-random.ts";

/** The library with both backends started; wasm is the one that computes. */
export async function bothBackends(): Promise<TensorFlow> {
  const cpu = await openEmbedded("cpu");
  const wasm = await openEmbedded("wasm");
  if (!("backend" in cpu) || !("backend" in wasm)) throw new Error(`a backend does not start: ${JSON.stringify([cpu, wasm])}`);
  return wasm.backend.tf;
}

export type Compute = (inputs: Tensor[]) => Tensor;

export interface Input {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Values from -1 to 1 that are all different, so that a maximum is clear; the same for the same name. */
export function input(name: string, shape: readonly number[]): Input {
  const size = shape.reduce((product, length) => product * length, 1);
  const order = Int32Array.from({ length: size }, (_, index) => index);
  seededRandom(name).shuffle(order);
  return { shape, values: Float32Array.from(order, (place) => (2 * (place + 0.5)) / size - 1) };
}

/** The same, and none above -0.1. */
export function inputBelowZero(name: string, shape: readonly number[]): Input {
  const { values } = input(name, shape);
  return { shape, values: values.map((value) => (value - 1.2) / 2) };
}

/** The result of a computation, and the gradients of its weighted sum by each input, on a backend. */
export async function resultsOn(tf: TensorFlow, { backend, inputs, compute }: Computation & { readonly backend: "cpu" | "wasm" }) {
  await tf.setBackend(backend);
  const results = tf.tidy(() => {
    const tensors = inputs.map((one) => tf.tensor(one.values, [...one.shape]));
    const forward = compute(tensors);
    const gradients = tf.grads((...varied: Tensor[]) => weightedSum(tf, compute(varied)))(tensors);
    return [forward, ...gradients].map((tensor) => ({ shape: tensor.shape, values: Float32Array.from(tensor.dataSync()) }));
  });
  await tf.setBackend("wasm");
  return results;
}

export interface Computation {
  readonly inputs: readonly Input[];
  readonly compute: Compute;
}

/** Weights that differ from place to place: with equal ones, a gradient in the wrong place could go unseen. */
function weightedSum(tf: TensorFlow, result: Tensor): Tensor {
  const weights = input("weights", result.shape);
  return tf.sum(tf.mul(result, tf.tensor(weights.values, result.shape)));
}

/** The gradient by one input from central differences of the computation on wasm itself. */
export function differences(tf: TensorFlow, { inputs, compute, of, step }: Computation & { readonly of: number; readonly step: number }) {
  const at = (place: number, by: number): number =>
    tf.tidy(() => {
      const tensors = inputs.map((one, index) => {
        const values = Float32Array.from(one.values);
        if (index === of) values[place] = (values[place] ?? 0) + by;
        return tf.tensor(values, [...one.shape]);
      });
      return weightedSum(tf, compute(tensors)).dataSync()[0] ?? Number.NaN;
    });
  const { length } = inputs[of]?.values ?? [];
  return Float32Array.from({ length }, (_, place) => (at(place, step) - at(place, -step)) / (2 * step));
}

/** Equal within a share of the largest expected value. */
export function expectNear(found: Float32Array, { expected, tolerance }: { expected: Float32Array; tolerance: number }): void {
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  expect(found.length).toBe(expected.length);
  const worst = found.reduce((most, value, index) => {
    const error = Math.abs(value - (expected[index] ?? Number.NaN)) / scale;
    return Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(error, most);
  }, 0);
  expect(worst).toBeLessThanOrEqual(tolerance);
}

/** Forward and gradients on wasm against the JavaScript backend and against differences. */
export async function expectRight(tf: TensorFlow, computation: Computation, { step = 0.02, withoutCpuGradient = false } = {}) {
  const wasm = await resultsOn(tf, { ...computation, backend: "wasm" });
  const cpu = await resultsOn(tf, { ...computation, backend: "cpu" });
  expect(wasm.map(({ shape }) => shape)).toEqual(cpu.map(({ shape }) => shape));
  for (const [index, { values }] of wasm.entries()) {
    if (index === 0 || !withoutCpuGradient) expectNear(values, { expected: cpu[index]?.values ?? values, tolerance: 1e-5 });
    if (index > 0) expectNear(values, { expected: differences(tf, { ...computation, of: index - 1, step }), tolerance: 2e-3 });
  }
}
