import { expect, test } from "vitest";
import { bothBackends, expectRight, input } from "./backends.ts";

const tf = await bothBackends();

test("values are summed by segment, and ids outside are left out", () => {
  const sums = tf.unsortedSegmentSum(
    tf.tensor2d([
      [1, -2],
      [3, 4],
      [-5, 6],
      [7, 8],
      [9, 9],
    ]),
    tf.tensor1d([2, 0, 2, 5, -1], "int32"),
    4,
  );
  expect(sums.arraySync()).toEqual([
    [3, 4],
    [0, 0],
    [-4, 4],
    [0, 0],
  ]);
});

test("segments of single numbers", () => {
  expect(tf.unsortedSegmentSum(tf.tensor1d([1, -2, 4]), tf.tensor1d([1, 1, 0], "int32"), 2).arraySync()).toEqual([4, -1]);
});

test("a look-up of rows, some of them twice, has the right gradient", async () => {
  const rows = tf.tensor1d([1, 5, 5, 7, 0, 1], "int32");
  const compute = ([table]: readonly ReturnType<typeof tf.tensor>[]) =>
    tf.square(tf.gather(table ?? rows, tf.tensor1d([1, 5, 5, 7, 0, 1], "int32")));
  await expectRight(tf, { inputs: [input("table", [8, 3])], compute });
});
