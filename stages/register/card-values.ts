import type { Lineage } from "../../engine/kind/stage-context.ts";
import type { Digest } from "../../engine/platform/identity.ts";
import type { ModelDescription } from "../shared/network/model.ts";
import type { Metrics, ModelReference } from "../shared/registry/model-version.ts";

export interface CardFacts {
  readonly reference: ModelReference;
  readonly description: ModelDescription;
  readonly metrics: Metrics;
  readonly lineage: Lineage;
  /** Of the card's own template, which is no data. */
  readonly template: Digest;
}

/** Every field that a card may use, as text. Numbers have four significant digits; what is not known is `unknown`. */
export function cardValues({ reference, description, metrics, lineage, template }: CardFacts): ReadonlyMap<string, string> {
  const { trainedOn, features, classes } = description;
  const files = Object.entries(lineage.files).filter(([, digest]) => digest !== template);
  return new Map([
    ["model.name", reference.name],
    ["model.version", reference.version],
    ["model.digest", reference.digest],
    ["model.task", description.task],
    ["model.target", description.target],
    ["model.classes", classes === undefined ? "none" : classes.join(", ")],
    ["model.features", features.map((feature) => `\`${feature.name}\``).join(", ")],
    ["model.example", JSON.stringify(description.example)],
    ["data.rows", String(trainedOn.rows)],
    ["data.columns", String(features.length)],
    ["data.digest", trainedOn.digest],
    ["data.files", list(files.map(([file, digest]) => `\`${file}\` (SHA-256 \`${digest}\`)`))],
    ["lineage.pipeline", lineage.pipeline],
    ["lineage.key", lineage.key],
    [
      "lineage.commit",
      lineage.commit === undefined ? "unknown" : lineage.commit.id + (lineage.commit.dirty ? ", with uncommitted changes" : ""),
    ],
    ["metrics.table", metricsTable(metrics)],
    ...numbersOf(metrics, "metrics"),
  ]);
}

const list = (items: readonly string[]): string => (items.length === 0 ? "none" : items.map((item) => `- ${item}`).join("\n"));

/** `metrics.accuracy`; of a figure with an interval also `metrics.accuracy.low` and so on. */
function numbersOf(value: unknown, name: string): [string, string][] {
  if (typeof value === "number") return [[name, figure(value)]];
  if (value === null || typeof value !== "object") return [];
  const members = Object.entries(value).flatMap(([key, member]) =>
    key === "value" ? numbersOf(member, name) : numbersOf(member, `${name}.${key}`),
  );
  return members;
}

/** The figures at the top, each with its interval where it has one. */
function metricsTable(metrics: Metrics): string {
  const rows = Object.entries(metrics).flatMap(([name, metric]) => {
    const numbers = new Map(numbersOf(metric, name));
    const value = numbers.get(name);
    if (value === undefined) return [];
    const [low, high] = [numbers.get(`${name}.low`), numbers.get(`${name}.high`)];
    return [`| ${name} | ${value} | ${low === undefined || high === undefined ? "" : `${low} to ${high}`} |`];
  });
  return ["| metric | value | interval |", "| --- | --- | --- |", ...rows].join("\n");
}

const figure = (value: number): string => String(Number.isInteger(value) ? value : Number(value.toPrecision(4)));
