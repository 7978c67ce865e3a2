import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { FeatureDescription, ModelDescription } from "../shared/network/model.ts";
import type { Epoch, Figures } from "./epoch.ts";
import type { Fitted } from "./fit-weights.ts";
import type { Prepared } from "./prepare.ts";
import { scoreNames } from "./score-name.ts";

export interface Report {
  readonly description: ModelDescription;
  readonly network: LayersModel;
  readonly fitted: Fitted;
  readonly prepared: Prepared;
}

/** What was trained on what, as Markdown. The picture is looked for beside it, under its default name. */
export function reportText(report: Report): string {
  const { description, network, fitted, prepared } = report;
  const { target, task, features, classes } = description;
  return [
    `# Training: ${plain(target)}`,
    `A ${task} of \`${plain(target)}\`, fitted on ${rowsText(prepared.train.rows)}${
      prepared.validation === undefined ? "" : ` and followed on ${rowsText(prepared.validation.rows)} of validation`
    }.`,
    ...(classes === undefined ? [] : [`The classes are ${classes.map((name) => `\`${plain(name)}\``).join(", ")}.`]),
    "## Result",
    resultText(fitted, scoreNames[task]),
    "![Learning curve](picture.svg)",
    "## Network",
    `${network.countParams()} parameters, ${prepared.train.width} inputs.`,
    network.layers.map(layerText).join("\n"),
    "## Features",
    features.map(featureText).join("\n"),
  ]
    .join("\n\n")
    .concat("\n");
}

function resultText({ epochs, kept }: Fitted, score: string): string {
  const epoch = epochs[kept - 1];
  if (epoch === undefined) return "No epoch was run.";
  const lines = [`- epochs: ${epochs.length}${kept === epochs.length ? "" : `, of which the weights are those of epoch ${kept}`}`];
  return [...lines, ...tableLines(epoch, score)].join("\n");
}

function tableLines({ train, validation }: Epoch, score: string): string[] {
  const text = ({ loss, score: value }: Figures) => `loss ${figure(loss)}, ${score.replaceAll("_", " ")} ${figure(value)}`;
  return [`- train rows: ${text(train)}`, ...(validation === undefined ? [] : [`- validation rows: ${text(validation)}`])];
}

function layerText(layer: LayersModel["layers"][number]): string {
  const shape = [layer.outputShape].flat(1).slice(1).join(" x ");
  return `- \`${layer.name}\`: ${shape}${layer.countParams() === 0 ? "" : `, ${layer.countParams()} parameters`}`;
}

function featureText(feature: FeatureDescription): string {
  const name = `- \`${plain(feature.name)}\``;
  switch (feature.type) {
    case "number":
      return `${name}: a number of mean ${figure(feature.mean)} and standard deviation ${figure(feature.deviation)}`;
    case "boolean":
      return `${name}: true or false`;
    case "category":
      return `${name}: one of ${feature.categories.map((category) => `\`${plain(category)}\``).join(", ")}`;
  }
}

const rowsText = (rows: number): string => (rows === 1 ? "1 row" : `${rows} rows`);
const figure = (value: number): string => String(Number(value.toPrecision(5)));
const plain = (text: string): string => text.replaceAll("`", "'").replaceAll(/\s+/g, " ");
