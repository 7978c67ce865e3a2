import type { Tensor5D } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { failureOf } from "../../../stage-context.ts";
import { bothBackends } from "./backends.ts";

const tf = await bothBackends();

test("volumes are refused, forward and backward", async () => {
  const volume = tf.ones([1, 3, 3, 3, 1]) as Tensor5D;
  const filter = tf.ones([2, 2, 2, 1, 1]) as Tensor5D;
  const uses = [
    () => tf.conv3d(volume, filter, 1, "valid"),
    () => tf.maxPool3d(volume, 2, 1, "valid"),
    () => tf.avgPool3d(volume, 2, 1, "valid"),
  ];
  for (const use of uses) {
    expect(await failureOf(async () => use())).toMatchObject({
      code: "backend-unavailable",
      why: "its kernels for three dimensions give wrong numbers",
    });
  }
});
