import type { CommandSpec, OptionTable } from "./option-table.ts";
import { deployOptions, logOptions, runOptions, schemaInferOptions, serveOptions, statusOptions, whyOptions } from "./options.ts";

const any = Number.POSITIVE_INFINITY;

/** Every command. Nothing of a command but this is loaded before it is used. */
export const commands: readonly CommandSpec[] = [
  command({
    name: "run",
    arguments: "[PIPELINE] [STAGE…]",
    count: { least: 0, most: any },
    summary: "Bring a pipeline, or some of its stages, up to date",
    description: [
      "Runs the stages whose content changed, restores what is in the store, and leaves what is fresh. A stage brings what it needs; `train+` also what depends on it, `+train` says so outright; names may hold `*`.",
    ],
    options: runOptions,
    examples: [
      { line: "millrace run", shows: "the pipeline of this folder" },
      { line: "millrace run pipelines/wine evaluate", shows: "one stage and all that it needs" },
      { line: "millrace run --set training.epochs=5 --jobs 4", shows: "with another parameter, four stages at a time" },
      { line: "millrace run --json | jq .type", shows: "the events, for programs" },
    ],
    exitCodes: [0, 1, 2, 3, 4, 5, 130, 143],
    load: async () => (await import("./command/run.ts")).run,
  }),
  command({
    name: "status",
    arguments: "[PIPELINE] [STAGE…]",
    count: { least: 0, most: any },
    summary: "Say which stages are fresh, and why the others are not",
    description: ["Changes nothing, and never waits for a run in progress."],
    options: statusOptions,
    examples: [
      { line: "millrace status", shows: "the pipeline of this folder" },
      { line: "millrace status --check", shows: "in CI: is the committed lock up to date?" },
    ],
    exitCodes: [0, 2, 3, 4, 5],
    load: async () => (await import("./command/status.ts")).run,
  }),
  command({
    name: "why",
    arguments: "[PIPELINE] STAGE",
    count: { least: 1, most: 2 },
    summary: "Explain why a stage must run: each difference from its last success",
    description: ["Reruns nothing."],
    options: whyOptions,
    examples: [
      { line: "millrace why train", shows: "parameters old -> new, changed lines of files, …" },
      { line: "millrace why train --set seed=8", shows: "what another seed would make run" },
    ],
    exitCodes: [0, 2, 5],
    load: async () => (await import("./command/why.ts")).run,
  }),
  command({
    name: "log",
    arguments: "[PIPELINE] STAGE",
    count: { least: 1, most: 2 },
    summary: "Show what a stage printed when it last ran",
    description: [],
    options: logOptions,
    examples: [{ line: "millrace log train", shows: "also of a run that failed" }],
    exitCodes: [0, 2],
    load: async () => (await import("./command/log.ts")).run,
  }),
  command({
    name: "schema infer",
    arguments: "FILE",
    count: { least: 1, most: 1 },
    summary: "Write a first table schema for a CSV, Parquet or Arrow file, on stdout",
    description: ["It says what this file holds, not what the next one should: read it, and loosen or tighten it, before you commit it."],
    options: schemaInferOptions,
    examples: [{ line: "millrace schema infer data/wine.csv > wine.table.yaml", shows: "for a `validate` stage" }],
    exitCodes: [0, 2],
    load: async () => (await import("./command/schema-infer.ts")).run,
  }),
  command({
    name: "serve",
    arguments: "ENVIRONMENT",
    count: { least: 1, most: 1 },
    summary: "Answer requests with the model that an environment points at",
    description: ["Follows the pointer: after a deployment or a rollback the other model answers, without a restart. Ctrl-C ends it."],
    options: serveOptions,
    examples: [
      { line: "millrace serve staging --port 8080", shows: "until Ctrl-C" },
      { line: "curl localhost:8080/predict -d '{\"rows\": [{…}]}'", shows: "raw rows in, predictions out" },
    ],
    exitCodes: [0, 2, 5, 130, 143],
    load: async () => (await import("./command/serve.ts")).run,
  }),
  command({
    name: "deploy",
    arguments: "--rollback ENVIRONMENT",
    count: { least: 0, most: 0 },
    summary: "Point an environment back at the version that it served before",
    description: ["To deploy a version, run a pipeline with a `deploy` stage."],
    options: deployOptions,
    examples: [{ line: "millrace deploy --rollback staging", shows: "and say which version serves now" }],
    exitCodes: [0, 2, 5],
    load: async () => (await import("./command/deploy.ts")).run,
  }),
];

/** Ties a command's options to what its file takes; the list itself needs no more than that they are options. */
function command<const Table extends OptionTable>(spec: CommandSpec<Table>): CommandSpec {
  return spec as unknown as CommandSpec;
}
