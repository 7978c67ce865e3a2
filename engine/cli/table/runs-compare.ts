import { command, type OptionTable } from "../option-table.ts";
import { documentOption } from "../options.ts";

export const runsCompareOptions = {
  ...documentOption,
  md: { kind: "flag", description: "Markdown tables on stdout" },
  all: { kind: "flag", short: "a", description: "runs of any pipeline of the project" },
} as const satisfies OptionTable;

export const runsCompareCommand = command({
  name: "runs compare",
  group: "compare",
  arguments: "[PIPELINE] RUN [RUN…]",
  count: { least: 1, most: Number.POSITIVE_INFINITY },
  summary: "Show past runs side by side: params that differ, metrics, stages, environment",
  description: [
    "Of two runs it says what has become better or worse from the first to the second; of more, which is best. One run is compared with the latest. RUN is as in runs show: a name, latest, -1.",
  ],
  options: runsCompareOptions,
  examples: [
    { line: "millrace runs compare -1 latest", shows: "what the latest run changed" },
    { line: "millrace runs compare c40218 79d0db c09d26 --md", shows: "three runs, for a pull request" },
  ],
  exitCodes: [0, 2],
  load: async () => (await import("../command/runs-compare.ts")).run,
});
