import type { Tensor4D } from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { bothBackends, expectRight, input, inputBelowZero } from "./backends.ts";

const tf = await bothBackends();

const images = { "on both sides of zero": input("image", [2, 5, 6, 2]), "below zero": inputBelowZero("image", [2, 5, 6, 2]) };
const windows: readonly [number, number][] = [
  [1, 1],
  [2, 2],
  [3, 3],
  [1, 4],
  [3, 2],
];

for (const [name, image] of Object.entries(images)) {
  describe(`an image ${name}`, () => {
    for (const padding of ["valid", "same"] as const) {
      for (const stride of [1, 2, 3]) {
        for (const window of windows) {
          const title = `in windows of ${window.join(" x ")}, padding ${padding}, stride ${stride}`;
          test(`greatest values and their gradient ${title}`, async () => {
            const compute = ([x]: unknown[]) => tf.maxPool(x as Tensor4D, window, stride, padding);
            // Less than the distance of two values: a step must not make another one the greatest.
            await expectRight(tf, { inputs: [image], compute }, { step: 0.003 });
          });
          test(`means and their gradient ${title}`, async () => {
            const compute = ([x]: unknown[]) => tf.avgPool(x as Tensor4D, window, stride, padding);
            // The JavaScript backend's own gradient is wrong where a window hangs over the border.
            await expectRight(tf, { inputs: [image], compute }, { step: 0.25, withoutCpuGradient: padding === "same" });
          });
        }
      }
    }
  });
}

test("the gradient goes to the greatest value of a window that is all below zero", () => {
  const image = tf.tensor4d([-1, -0.5, -2, -3], [1, 2, 2, 1]);
  const gradient = tf.grad((x) => tf.sum(tf.maxPool(x as Tensor4D, 2, 2, "valid")))(image);
  expect([...gradient.dataSync()]).toEqual([0, 1, 0, 0]);
});

test("of equal values, the first takes the gradient", () => {
  const image = tf.tensor4d([0, 0, 0, 0], [1, 2, 2, 1]);
  const gradient = tf.grad((x) => tf.sum(tf.maxPool(x as Tensor4D, 2, 2, "valid")))(image);
  expect([...gradient.dataSync()]).toEqual([1, 0, 0, 0]);
});

test("a window that hangs over the border shares its gradient among the cells that are there", () => {
  const image = tf.tensor4d([1, 2, 3], [1, 1, 3, 1]);
  const gradient = tf.grad((x) => tf.sum(tf.avgPool(x as Tensor4D, [1, 2], 2, "same")))(image);
  expect([...gradient.dataSync()]).toEqual([0.5, 0.5, 1]);
});
