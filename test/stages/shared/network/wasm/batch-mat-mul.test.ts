import { expect, test } from "vitest";
import { bothBackends, expectRight, input } from "./backends.ts";

const tf = await bothBackends();

const shapes = [
  { name: "matrices", batch: [] },
  { name: "a batch of matrices", batch: [3] },
  { name: "a batch of batches", batch: [2, 2] },
];

for (const { name, batch } of shapes) {
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      test(`the product of ${name}, ${transposeA ? "first" : "not first"} and ${transposeB ? "second" : "not second"} transposed`, async () => {
        const left = input("left", [...batch, ...(transposeA ? [4, 5] : [5, 4])]);
        const right = input("right", [...batch, ...(transposeB ? [3, 4] : [4, 3])]);
        const compute = ([a, b]: readonly ReturnType<typeof tf.tensor>[]) => tf.matMul(a ?? 0, b ?? 0, transposeA, transposeB);
        await expectRight(tf, { inputs: [left, right], compute }, { step: 0.25 });
      });
    }
  }
}

/** Forward alone: TensorFlow.js itself has no gradient for it. */
test("one matrix with a whole batch", async () => {
  const [left, right] = [input("left", [3, 4, 5]), input("right", [1, 3, 4])].map(({ values, shape }) => tf.tensor(values, [...shape]));
  const whole = tf.matMul(left ?? 0, right ?? 0, true, true);
  const parts = tf.stack(tf.unstack(left ?? tf.scalar(0)).map((one) => tf.matMul(one, tf.squeeze(right ?? 0, [0]), true, true)));
  expect(tf.max(tf.abs(tf.sub(whole, parts))).dataSync()[0]).toBeLessThan(1e-6);
  expect(whole.dataSync()[0]).toBeCloseTo(
    [0, 1, 2, 3].reduce((sum, row) => sum + at(left, row * 5) * at(right, row), 0),
    5,
  );
});

const at = (tensor: ReturnType<typeof tf.tensor> | undefined, place: number): number => tensor?.dataSync()[place] ?? Number.NaN;

test("nothing is left behind by a transposition", () => {
  const before = tf.engine().backend.numDataIds();
  tf.tidy(() => void tf.matMul(tf.ones([5, 4]), tf.ones([5, 3]), true, false));
  tf.tidy(() => void tf.matMul(tf.ones([4, 1]), tf.ones([3, 4]), true, true));
  expect(tf.engine().backend.numDataIds()).toBe(before);
});
