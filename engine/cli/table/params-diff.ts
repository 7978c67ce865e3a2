import { command, type OptionTable } from "../option-table.ts";
import { comparisonOptions, documentOption, pipelineOptions } from "../options.ts";

export const paramsDiffOptions = {
  ...comparisonOptions,
  ...documentOption,
  md: { kind: "flag", description: "a Markdown table on stdout, for a pull request" },
  ...pipelineOptions,
} as const satisfies OptionTable;

export const paramsDiffCommand = command({
  name: "params diff",
  group: "compare",
  arguments: "[REF] [REF] [PIPELINE]",
  count: { least: 0, most: 3 },
  summary: "Compare params with those of another git commit",
  description: [
    "From REF (a branch, a tag, a commit, HEAD~2; default: HEAD) to the working tree, or from one REF to another: `A B` or `A..B`; `A...B` starts where B branched off A. Params are those of the pipeline file, or of the file that its `params` names.",
    'A value keeps its type and its spelling, as in a key: `1`, `1.0` and `"1"` are three values.',
    "--set and --params change the working tree's side only. PIPELINE is a folder with a pipeline, a .yaml file, or a path that begins with ./",
  ],
  options: paramsDiffOptions,
  examples: [
    { line: "millrace params diff", shows: "what changed since the last commit" },
    { line: "millrace params diff v1.0 HEAD", shows: "between two commits" },
    { line: "millrace params diff --set seed=8", shows: "what an override changes" },
  ],
  exitCodes: [0, 2, 5],
  load: async () => (await import("../command/params-diff.ts")).run,
});
