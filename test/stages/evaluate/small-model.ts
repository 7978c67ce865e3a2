import { join } from "node:path";
import type { ModelDescription } from "../../../stages/shared/network/model.ts";
import { saveModel } from "../../../stages/shared/network/model-files.ts";
import { openBackend } from "../../../stages/shared/network/open-backend.ts";
import { temporaryFolder } from "../stage-context.ts";

/** Two measurements to three cultivars, with weights that are written down: one dense layer, no training. */
export const smallDescription: ModelDescription = {
  format: 1,
  task: "classification",
  target: "cultivar",
  classes: ["barolo", "grignolino", "barbera"],
  features: [
    { name: "alcohol", type: "number", mean: 13, deviation: 0.75, fill: 13 },
    { name: "flavanoids", type: "number", mean: 2, deviation: 1, fill: 2 },
  ],
  example: { alcohol: 14.25, flavanoids: 3 },
  trainedOn: { rows: 107, digest: "d".repeat(64) },
};

export const smallWeights = { kernel: [2, -2, 0.5, 1.5, 0.5, -2.5], bias: [0, 0.25, 0.125] };

/** The absolute path of its folder. */
export async function smallModel(): Promise<string> {
  const { tf } = await openBackend({ choice: "cpu" });
  const layer = tf.layers.dense({ units: 3, inputShape: [2], activation: "softmax", name: "cultivar" });
  const network = tf.sequential({ layers: [layer], name: "small" });
  network.setWeights([tf.tensor2d(smallWeights.kernel, [2, 3]), tf.tensor1d(smallWeights.bias)]);
  const folder = join(temporaryFolder(), "model");
  await saveModel({ tf, network, description: smallDescription, folder });
  network.dispose();
  return folder;
}
