import { command, type OptionTable } from "../option-table.ts";
import { stageOption, tableOptions } from "../options.ts";

export const metricsOptions = {
  ...stageOption,
  precision: { kind: "count", value: "N", least: 1, most: 15, description: "significant digits (default: 4)" },
  ...tableOptions,
} as const satisfies OptionTable;

export const metricsCommand = command({
  name: "metrics",
  group: "compare",
  arguments: "[PIPELINE]",
  count: { least: 0, most: 1 },
  summary: "Show the metrics of the latest results",
  description: [
    "Values of `metrics` ports are those of the lock: they are there without the outputs, and are not judged anew where files changed since (millrace status does that). Values of `measurement` ports come from the files of this machine.",
    "An interval stands behind its metric: 0.97 [0.85, 0.99] is accuracy, accuracy.low and accuracy.high.",
  ],
  options: metricsOptions,
  examples: [
    { line: "millrace metrics", shows: "the pipeline of this folder" },
    { line: "millrace metrics --stage evaluate --json", shows: "one stage, for a program" },
  ],
  exitCodes: [0, 2],
  load: async () => (await import("../command/metrics.ts")).run,
});
