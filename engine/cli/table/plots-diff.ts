import { command, type OptionTable } from "../option-table.ts";
import { comparisonOptions, stageOption } from "../options.ts";

export const plotsDiffOptions = {
  ...stageOption,
  ...comparisonOptions,
  output: { kind: "text", short: "o", value: "FILE", description: "write the page there (default: .millrace/reports/plots-diff.html)" },
  svg: { kind: "text", value: "FOLDER", description: "also write each chart there, as an SVG file" },
  json: { kind: "flag", description: "one JSON document on stdout: what was written, and each plot's digests" },
} as const satisfies OptionTable;

export const plotsDiffCommand = command({
  name: "plots diff",
  group: "compare",
  arguments: "[REF] [REF] [PIPELINE]",
  count: { least: 0, most: 3 },
  summary: "Write a page that shows plots beside those of another git commit",
  description: [
    "From REF (a branch, a tag, a commit, HEAD~2; default: HEAD) to the working tree, or from one REF to another: `A B` or `A..B`; `A...B` starts where B branched off A.",
    "Lines of both versions are drawn into one chart; pictures stand side by side, and can be laid over each other. Which files are plots: millrace plots --help.",
    "The commit's lock names the bytes, and the store of this machine has them if the commit was run here. Those that it has not are named.",
  ],
  options: plotsDiffOptions,
  examples: [
    { line: "millrace plots diff", shows: "what changed since the last commit" },
    { line: "millrace plots diff main --svg charts", shows: "and each chart as a file" },
  ],
  exitCodes: [0, 2, 5],
  load: async () => (await import("../command/plots-diff.ts")).run,
});
