import type { Tensor3D, Tensor4D } from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { bothBackends, expectRight, input, inputBelowZero } from "./backends.ts";

const tf = await bothBackends();

const paddings = ["valid", "same"] as const;
const strides = [1, 2, 3] as const;
const filters = [
  [1, 1],
  [2, 2],
  [3, 3],
  [1, 4],
  [3, 2],
] as const;
const images = { "on both sides of zero": input("image", [2, 5, 7, 2]), "below zero": inputBelowZero("image", [2, 5, 7, 2]) };

for (const [name, image] of Object.entries(images)) {
  describe(`an image ${name}`, () => {
    for (const padding of paddings) {
      for (const stride of strides) {
        for (const [height, width] of filters) {
          const title = `with a filter of ${height} x ${width}, padding ${padding}, stride ${stride}`;
          test(`convolution and its gradients ${title}`, async () => {
            const filter = input("filter", [height, width, 2, 3]);
            const compute = ([x, f]: unknown[]) => tf.conv2d(x as Tensor4D, f as Tensor4D, stride, padding);
            await expectRight(tf, { inputs: [image, filter], compute }, { step: 0.25 });
          });
          test(`depthwise convolution and its gradients ${title}`, async () => {
            const filter = input("filter", [height, width, 2, 2]);
            const compute = ([x, f]: unknown[]) => tf.depthwiseConv2d(x as Tensor4D, f as Tensor4D, stride, padding);
            await expectRight(tf, { inputs: [image, filter], compute }, { step: 0.25 });
          });
        }
      }
    }
  });
}

test("strides of one direction each", async () => {
  const compute = ([x, f]: unknown[]) => tf.conv2d(x as Tensor4D, f as Tensor4D, [1, 3], "same");
  await expectRight(tf, { inputs: [images["below zero"], input("filter", [2, 2, 2, 3])], compute }, { step: 0.25 });
});

test("a convolution over steps, further apart than the kernel is long", async () => {
  const compute = ([x, f]: unknown[]) => tf.conv1d(x as Tensor3D, f as Tensor3D, 3, "same");
  await expectRight(tf, { inputs: [input("steps", [2, 21, 2]), input("filter", [2, 2, 4])], compute }, { step: 0.25 });
});

test("a fused convolution, as layers use it to predict, is the plain one with bias and activation", async () => {
  for (const padding of paddings) {
    for (const strides of [1, 2, 3]) {
      const [x, filter] = [input("image", [2, 5, 7, 2]), input("filter", [2, 2, 2, 3])].map(({ values, shape }) =>
        tf.tensor(values, [...shape]),
      );
      const bias = tf.tensor1d([0.3, -0.2, 0.1]);
      const plain = tf.relu(tf.add(tf.conv2d(x as Tensor4D, filter as Tensor4D, strides, padding), bias));
      const fused = tf.fused.conv2d({
        x: x as Tensor4D,
        filter: filter as Tensor4D,
        strides,
        pad: padding,
        bias,
        activation: "relu",
      });
      expect(tf.max(tf.abs(tf.sub(plain, fused))).dataSync()[0]).toBeLessThan(1e-6);
    }
  }
});

test("no tensor is left behind by the gradients", () => {
  const before = tf.memory().numTensors;
  const dataBefore = tf.engine().backend.numDataIds();
  tf.tidy(() => {
    const x = tf.ones([1, 5, 5, 2]);
    const filter = tf.ones([3, 3, 2, 2]);
    tf.grads((image, weights) => tf.sum(tf.conv2d(image as Tensor4D, weights as Tensor4D, 1, "same")))([x, filter]);
  });
  expect([tf.memory().numTensors, tf.engine().backend.numDataIds()]).toEqual([before, dataBefore]);
});
