import { command, type OptionTable } from "../option-table.ts";
import { pipelineOptions } from "../options.ts";

export const whyOptions = {
  json: { kind: "flag", description: "one JSON document on stdout" },
  ...pipelineOptions,
} as const satisfies OptionTable;

export const whyCommand = command({
  name: "why",
  group: "look",
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
  load: async () => (await import("../command/why.ts")).run,
});
