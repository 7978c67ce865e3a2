import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../engine/config/read-config.ts";
import { compile } from "../../engine/graph/compile.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { loadPipeline } from "../../engine/spec/load-pipeline.ts";
import { readTableSchema } from "../../stages/shared/table/read-table-schema.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { allBlocks, type Block } from "./documents.ts";

// The files on a diagnostic's page are broken on purpose, and tried by diagnostics.test.ts.
const blocks = allBlocks().filter(({ language, document }) => language === "yaml" && !document.startsWith("docs/reference/diagnostics/"));
const isTable = ({ note }: Block): boolean => note === "table" || note.endsWith(".table.yaml");
const isConfig = ({ note }: Block): boolean => note === "config" || note === "checkout config";
const where = ({ document, line }: Block): string => `${document}:${line}`;

/** `yaml` is a pipeline, `yaml stages` some stages, `yaml stage` the inside of one: each as a reader would have it in a file. */
function pipelineText({ note, text }: Block): string {
  if (note === "stage") return `stages:\n  example:\n${text.replace(/^(?=.)/gm, "    ")}`;
  if (note === "stages") return `stages:\n${text.replace(/^(?=.)/gm, "  ")}`;
  return text;
}

/** Stages and params that a snippet refers to and leaves out, so that it can be compiled by itself. */
const surroundings = `
params: { publish: false, region: north, seed: 7 }
`;
const neighbours = `
  validate: { uses: validate, in: { table: ./data/wine.csv, schema: ./wine.table.yaml } }
  split: { uses: split, in: { table: validate.table }, with: { fractions: { train: 0.6, validation: 0.2, test: 0.2 } } }
  train: { uses: train, in: { train: split.train }, with: { target: cultivar, model: { layers: [] } } }
  evaluate: { uses: evaluate, in: { model: train.model, data: split.test } }
  register: { uses: register, in: { model: train.model, metrics: evaluate.metrics }, with: { name: wine, version: next-minor } }
`;

/** A snippet of stages among those that it names: all neighbours but its own. */
function completed(text: string): string {
  if (/^(?:name|params):/m.test(text)) return text;
  const own = new Set([...text.matchAll(/^ {2}([a-z]+):/gm)].map(([, name]) => name));
  const others = neighbours.split("\n").filter((line) => !own.has(/^ {2}([a-z]+):/.exec(line)?.[1] ?? ""));
  return `${surroundings}${text}${others.join("\n")}`;
}

async function checked(block: Block) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "millrace.config.yaml"), "");
  const file = join(folder, "pipeline.yaml");
  writeFileSync(file, completed(pipelineText(block)));
  const platform = nodePlatform();
  const { pipeline, diagnostics } = await loadPipeline({ platform, file });
  if (pipeline === undefined || diagnostics.length > 0) return diagnostics;
  for (const { value } of pipeline.stages.flatMap(({ in: inputs }) => inputs.flatMap(({ from }) => from))) {
    const path = join(folder, value);
    if (!value.startsWith("./") || existsSync(path)) continue;
    mkdirSync(dirname(path), { recursive: true });
    if (/\.[a-z]+$/.test(value)) writeFileSync(path, "");
    else mkdirSync(path);
  }
  const compiled = await compile(pipeline, { platform, selection: [], only: false });
  return compiled.ok ? compiled.value.warnings : compiled.failure;
}

describe("every configuration in the documents is one", () => {
  const configs = blocks.filter(isConfig);
  test.each(configs.map((block) => [where(block), block] as const))("%s", async (_, { text, note }) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, ".millrace"));
    // What a checkout says is about remotes that the project names.
    const own = note === "checkout config" ? text : "";
    writeFileSync(join(folder, ".millrace/config.yaml"), own);
    writeFileSync(join(folder, "millrace.config.yaml"), own === "" ? text : "remotes: { team: s3://our-bucket/millrace }\n");
    const config = await readConfig(nodePlatform(), folder);
    expect(config.ok ? [] : config.failure).toEqual([]);
  });
});

describe("every pipeline in the documents compiles, without a warning", () => {
  const pipelines = blocks.filter((block) => !isTable(block) && !isConfig(block) && block.example === undefined);
  test.each(pipelines.map((block) => [where(block), block] as const))("%s", async (_, block) => {
    expect(["", "stages", "stage"]).toContain(block.note);
    expect(await checked(block)).toEqual([]);
  });
});

describe("every table schema in the documents can be read", () => {
  test.each(blocks.filter(isTable).map((block) => [where(block), block] as const))("%s", async (_, { text }) => {
    const file = join(temporaryFolder(), "example.table.yaml");
    writeFileSync(file, text);
    expect((await readTableSchema(file)).columns.length).toBeGreaterThan(0);
  });
});
