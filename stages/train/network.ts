import type { LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import { StageFailure } from "../../engine/kind/stage-context.ts";
import type { TensorFlow } from "../shared/network/tensorflow.ts";
import { layerKind } from "./layer/layer-kind.ts";
import { regularizerOption } from "./layer/layer-options.ts";
import { makeLayer } from "./layer/make-layer.ts";
import type { Layer, Regularizer } from "./with.generated.ts";

export interface Network {
  /** Rows x units, before softmax: losses are taken from these, which stay exact where probabilities are near 0 or 1. */
  readonly scores: LayersModel;
  /** What is saved: it shares every weight with `scores`. */
  readonly whole: LayersModel;
}

export interface NetworkRequest {
  readonly layers: readonly Layer[];
  readonly outputRegularizer: Regularizer | undefined;
  /** Inputs of a row. */
  readonly width: number;
  /** Units of the output layer. */
  readonly units: number;
  readonly softmax: boolean;
}

/** Draws the first weights from `Math.random`. Every layer is named by its kind and number. Throws StageFailure `model-invalid`. */
export function buildNetwork(tf: TensorFlow, { layers, outputRegularizer, width, units, softmax }: NetworkRequest): Network {
  const input = tf.input({ shape: [width], name: "features" });
  const counts = new Map<string, number>();
  let flow: SymbolicTensor = input;
  for (const [index, layer] of layers.entries()) {
    const kind = layerKind(layer);
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    flow = attach({ tf, layer, name: `${kind}_${count}`, flow, index });
  }
  if (flow.shape.length !== 2) throw notFlat(flow);
  const output = tf.layers.dense({ name: "output", units, ...regularizerOption(tf, outputRegularizer) });
  const scores = output.apply(flow) as SymbolicTensor;
  const answer = softmax ? (tf.layers.softmax({ name: "probabilities" }).apply(scores) as SymbolicTensor) : scores;
  return {
    scores: tf.model({ inputs: input, outputs: scores, name: "scores" }),
    whole: tf.model({ inputs: input, outputs: answer, name: "model" }),
  };
}

interface Attachment {
  readonly tf: TensorFlow;
  readonly layer: Layer;
  readonly name: string;
  readonly flow: SymbolicTensor;
  readonly index: number;
}

function attach({ tf, layer, name, flow, index }: Attachment): SymbolicTensor {
  const misfit = (reason: string) =>
    new StageFailure({
      code: "model-invalid",
      message: `layer ${index + 1}, ${layerKind(layer)}, does not fit what comes before it`,
      why: `a row has the shape ${shapeText(flow)} there: ${reason}`,
      hint: "reshape gives a row another shape of as many values; flatten makes it a list again",
    });
  // The library itself would find this out at the first step of training.
  if ("reshape" in layer && sizeOf(layer.reshape) !== sizeOf(flow.shape.slice(1)))
    throw misfit(`[${layer.reshape.join(", ")}] has not as many values`);
  let attached: SymbolicTensor;
  try {
    attached = makeLayer(tf, { layer, name }).apply(flow) as SymbolicTensor;
  } catch (error) {
    throw misfit(error instanceof Error ? error.message : String(error));
  }
  if (attached.shape.slice(1).some((length) => length !== null && length < 1)) throw misfit("nothing would be left of it");
  return attached;
}

const sizeOf = (shape: readonly (number | null)[]): number => shape.reduce<number>((product, length) => product * (length ?? 1), 1);

function notFlat(flow: SymbolicTensor): StageFailure {
  return new StageFailure({
    code: "model-invalid",
    message: "the last layer must leave a list of values for the output layer",
    why: `a row has the shape ${shapeText(flow)} there`,
    hint: "end with { flatten: true }, or with a global pooling",
  });
}

/** Without the rows of a batch. */
const shapeText = ({ shape }: SymbolicTensor): string => `[${shape.slice(1).join(", ")}]`;
