import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { StageFailure } from "../../engine/kind/stage-context.ts";
import type { ModelDescription } from "../shared/network/model.ts";
import { type Metrics, referenceText } from "../shared/registry/model-version.ts";
import { type Registration, recordVersion } from "../shared/registry/record-version.ts";
import { fillCard, unfilledSections } from "./card-template.ts";
import { cardValues } from "./card-values.ts";
import type { RegisterContext } from "./probe.ts";

export async function apply(context: RegisterContext): Promise<void> {
  const { model, metrics } = context.in;
  const figures = await readMetrics(metrics.path);
  const card = await readCard(context, figures);
  const { version, outcome } = recordVersion({
    projectRoot: context.projectRoot,
    name: context.with.name,
    wanted: context.with.version,
    digest: model.digest,
    metrics: figures,
    metricsDigest: metrics.digest,
    lineage: context.lineage,
    ...(card === undefined ? {} : { card }),
  });
  const did = { created: "entered as", updated: "known, and brought up to date, as", unchanged: "known as" }[outcome];
  context.report.log(`the model ${version.digest.slice(0, 12)} is ${did} ${version.name} ${version.version}`);
  await writeFile(context.out.version.path, referenceText(version));
}

async function readCard({ in: inputs, report }: RegisterContext, metrics: Metrics): Promise<Registration["card"] | undefined> {
  if (!inputs.card.bound) return undefined;
  const template = { file: basename(inputs.card.path), text: await readFile(inputs.card.path, "utf8") };
  const description = await readDescription(inputs.model.path);
  const sections = unfilledSections(template.text);
  if (sections.length > 0) {
    report.warn({
      code: "card-incomplete",
      message: `the model card has nothing yet under ${sections.join(", ")}`,
      hint: `write it in ${template.file}, in the place of <!-- fill in -->`,
    });
  }
  return {
    template: inputs.card.digest,
    fill: (facts) => fillCard(template, cardValues({ ...facts, description, metrics, template: inputs.card.digest })),
  };
}

async function readMetrics(path: string): Promise<Metrics> {
  const value: unknown = await readJson(path, "the metrics");
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new StageFailure({ code: "metric-undefined", message: "the metrics are not a JSON object of names and numbers" });
  }
  return value as Metrics;
}

/** What a card says of a model stands in its folder; the network itself is not loaded. */
async function readDescription(folder: string): Promise<ModelDescription> {
  return (await readJson(join(folder, "millrace.json"), "the model's description")) as ModelDescription;
}

async function readJson(path: string, what: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    const why = error instanceof Error ? error.message.replaceAll(path, basename(path)) : String(error);
    throw new StageFailure({ code: "model-invalid", message: `${what} cannot be read`, why, hint: "run the stage that makes it again" });
  }
}
