import { command, type OptionTable } from "../option-table.ts";
import { comparisonOptions, documentOption, stageOption } from "../options.ts";

export const metricsDiffOptions = {
  ...stageOption,
  ...comparisonOptions,
  precision: { kind: "count", value: "N", least: 1, most: 15, description: "significant digits (default: 4)" },
  "fail-if-worse": { kind: "flag", description: "exit code 3 where a metric got worse, 4 where its new value is not known" },
  ...documentOption,
  md: { kind: "flag", description: "a Markdown table on stdout, for a pull request" },
} as const satisfies OptionTable;

export const metricsDiffCommand = command({
  name: "metrics diff",
  group: "compare",
  arguments: "[REF] [REF] [PIPELINE]",
  count: { least: 0, most: 3 },
  summary: "Compare metrics with those of another git commit",
  description: [
    "From REF (a branch, a tag, a commit, HEAD~2; default: HEAD) to the working tree, or from one REF to another: `A B` or `A..B`; `A...B` starts where B branched off A. Both are read from the locks: nothing is checked out, and nothing runs.",
    "PIPELINE is a folder with a pipeline, a .yaml file, or a path that begins with ./",
    "▲ and ▼ say where a value went; better or worse follows from a gate of the stage on that metric (accuracy >= 0.9: higher is better), else from its name: accuracy, f1, auc, r2, precision, recall and the like are better higher, loss, error, rmse, mae, brier, latency and the like lower.",
  ],
  options: metricsDiffOptions,
  examples: [
    { line: "millrace metrics diff", shows: "what changed since the last commit" },
    { line: "millrace metrics diff main HEAD", shows: "between two commits" },
    { line: "millrace metrics diff origin/main --md", shows: "for a pull request" },
    { line: "millrace metrics diff main --fail-if-worse", shows: "in CI: fail where a metric got worse" },
  ],
  exitCodes: [0, 2, 3, 4, 5],
  load: async () => (await import("../command/metrics-diff.ts")).run,
});
