import { command, type OptionTable } from "../option-table.ts";
import { documentOption, pipelineOptions } from "../options.ts";

export const whyOptions = {
  ...documentOption,
  ...pipelineOptions,
} as const satisfies OptionTable;

export const whyCommand = command({
  name: "why",
  group: "look",
  arguments: "[PIPELINE] [STAGE…]",
  count: { least: 0, most: Number.POSITIVE_INFINITY },
  summary: "Explain why stages must run: each difference from their last success",
  description: [
    "Without a stage, all that are not fresh. Of a param the value before and after, of a file or a command the lines that changed, of a folder its files, of an input the stage that made it. Of a stage that is fresh, the run that made what is here. Runs nothing.",
    "Texts up to 256 kB are kept in the store at each success, and compared by lines; of anything else the size and the digest are told.",
  ],
  options: whyOptions,
  examples: [
    { line: "millrace why train", shows: "parameters old -> new, changed lines of files, …" },
    { line: "millrace why", shows: "of every stage that a run would run" },
    { line: "millrace why train --set seed=8", shows: "what another seed would make run" },
  ],
  exitCodes: [0, 2, 5],
  load: async () => (await import("../command/why.ts")).run,
});
