import { command, type OptionTable } from "../option-table.ts";

export const schemaInferOptions = {} as const satisfies OptionTable;

export const schemaInferCommand = command({
  name: "schema infer",
  group: "start",
  arguments: "FILE",
  count: { least: 1, most: 1 },
  summary: "Write a first table schema for a CSV, Parquet or Arrow file, on stdout",
  description: ["It says what this file holds, not what the next one should: read it, and loosen or tighten it, before you commit it."],
  options: schemaInferOptions,
  examples: [{ line: "millrace schema infer data/wine.csv > wine.table.yaml", shows: "for a `validate` stage" }],
  exitCodes: [0, 2],
  load: async () => (await import("../command/schema-infer.ts")).run,
});
