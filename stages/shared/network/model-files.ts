import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { io } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { StageFailure } from "../../../engine/kind/stage-context.ts";
import type { ModelDescription } from "./model.ts";
import type { TensorFlow } from "./tensorflow.ts";

const names = { topology: "model.json", weights: "weights.bin", description: "millrace.json" } as const;

interface ModelToSave {
  readonly tf: TensorFlow;
  readonly network: LayersModel;
  readonly description: ModelDescription;
  /** Absolute; made if it is not there. */
  readonly folder: string;
}

/** Writes a model folder: TensorFlow.js's own layers format, and our description. The same model gives the same bytes. */
export async function saveModel({ tf, network, description, folder }: ModelToSave): Promise<void> {
  const { weightData, weightSpecs, modelTopology, format, generatedBy } = await artifactsOf(tf, network);
  const weightsManifest = [{ paths: [names.weights], weights: weightSpecs }];
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, names.topology), `${JSON.stringify({ format, generatedBy, modelTopology, weightsManifest })}\n`);
  await writeFile(join(folder, names.weights), bytesOf(weightData));
  await writeFile(join(folder, names.description), `${JSON.stringify(description, null, 2)}\n`);
}

async function artifactsOf(tf: TensorFlow, network: LayersModel): Promise<io.ModelArtifacts> {
  let saved: io.ModelArtifacts | undefined;
  const handler = tf.io.withSaveHandler(async (artifacts) => {
    saved = artifacts;
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
  });
  await network.save(handler);
  if (saved === undefined) throw new Error("the model handed out nothing to save");
  return saved;
}

function bytesOf(data: io.WeightData | undefined): Uint8Array {
  return Buffer.concat([data ?? []].flat().map((part) => new Uint8Array(part)));
}

/** Throws StageFailure `model-invalid` where a file is missing or is not what its name says. */
export async function readModel(tf: TensorFlow, folder: string): Promise<{ network: LayersModel; description: ModelDescription }> {
  const description = await readDescription(folder);
  try {
    const topology = JSON.parse(await readFile(join(folder, names.topology), "utf8"));
    const weights = await readFile(join(folder, names.weights));
    const weightSpecs = topology.weightsManifest.flatMap((group: { readonly weights: io.WeightsManifestEntry[] }) => group.weights);
    const weightData = new Uint8Array(weights).buffer;
    const network = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology: topology.modelTopology, weightSpecs, weightData }));
    return { network, description };
  } catch (error) {
    throw invalid(folder, error instanceof Error ? error.message : String(error));
  }
}

async function readDescription(folder: string): Promise<ModelDescription> {
  let description: ModelDescription;
  try {
    description = JSON.parse(await readFile(join(folder, names.description), "utf8"));
  } catch (error) {
    throw invalid(folder, error instanceof Error ? error.message : String(error));
  }
  if (description.format !== 1) {
    throw invalid(folder, `its ${names.description} has format ${description.format}, and this Millrace reads format 1`);
  }
  return description;
}

function invalid(folder: string, why: string): StageFailure {
  return new StageFailure({
    code: "model-invalid",
    message: `${basename(folder)} is not a model that can be loaded`,
    why: why.replaceAll(folder, basename(folder)),
    hint: `a model is a folder with ${Object.values(names).join(", ")}, as the train kind writes it`,
  });
}
