import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Table } from "../table/table.ts";
import type { Backend, BackendChoice } from "./backend.ts";
import { encodeFeatures } from "./encode-features.ts";
import { totalWidth } from "./feature-width.ts";
import type { LoadedModel, ModelDescription, Prediction } from "./model.ts";
import { readModel } from "./model-files.ts";
import { openBackend } from "./open-backend.ts";

export interface LoadModelOptions {
  /** `auto` (the default) is WebAssembly, else plain JavaScript: a single row is slower on a native backend. */
  readonly backend?: BackendChoice;
}

/** Rows that go through the network at once: what it needs in memory then does not grow with the table. */
const chunkRows = 1024;

/** A model from its folder (absolute), ready to predict. Throws StageFailure `model-invalid` or `backend-unavailable`. */
export async function loadModel(folder: string, { backend: choice = "auto" }: LoadModelOptions = {}): Promise<LoadedModel> {
  const backend = await openBackend({ choice, order: ["wasm", "cpu"] });
  const { network, description } = await readModel(backend.tf, folder);
  return {
    description,
    backend: backend.name,
    predict: async (table) => predictionOf(description, await outputsOf({ backend, network, description, table })),
    dispose: () => void network.dispose(),
  };
}

interface Prepared {
  readonly backend: Backend;
  readonly network: LayersModel;
  readonly description: ModelDescription;
  readonly table: Table;
}

/** Rows x units. */
async function outputsOf({ backend: { tf }, network, description, table }: Prepared): Promise<Float32Array> {
  const inputs = encodeFeatures(table, description.features);
  const width = totalWidth(description.features);
  const units = description.classes?.length ?? 1;
  const outputs = new Float32Array(table.rows * units);
  for (let start = 0; start < table.rows; start += chunkRows) {
    const end = Math.min(start + chunkRows, table.rows);
    const chunk = tf.tensor2d(inputs.subarray(start * width, end * width), [end - start, width]);
    const result = tf.tidy(() => network.predictOnBatch(chunk));
    const [tensor] = Array.isArray(result) ? result : [result];
    chunk.dispose();
    if (tensor === undefined) continue;
    outputs.set(await tensor.data<"float32">(), start * units);
    tensor.dispose();
  }
  return outputs;
}

function predictionOf({ task, classes = [], scale = { mean: 0, deviation: 1 } }: ModelDescription, outputs: Float32Array): Prediction {
  if (task === "classification") return { task, classes, probabilities: outputs };
  return { task, values: outputs.map((unit) => unit * scale.deviation + scale.mean) };
}
