import { command, type OptionTable } from "../option-table.ts";
import { columnOptions, tableOptions } from "../options.ts";

export const runsOptions = {
  limit: { kind: "count", short: "n", value: "N", least: 1, description: "at most that many (default: 20)" },
  failed: { kind: "flag", description: "only runs that did not end well" },
  status: {
    kind: "texts",
    value: "WORD",
    description:
      "only runs that ended so: ok, failed, gate-failed, stale, usage, environment, interrupted, terminated, killed, running; may be repeated",
  },
  stage: { kind: "text", value: "NAME", description: "only runs in which that stage ran" },
  where: { kind: "texts", value: "CONDITION", description: "only runs of which it holds, as 'accuracy > 0.9'; may be repeated" },
  since: { kind: "text", value: "WHEN", description: "only runs since then: 30min, 12h, 7d, or a date" },
  ...columnOptions,
  all: { kind: "flag", short: "a", description: "of every pipeline of the project" },
  ...tableOptions,
} as const satisfies OptionTable;

export const runsCommand = command({
  name: "runs",
  group: "compare",
  arguments: "[PIPELINE]",
  count: { least: 0, most: 1 },
  summary: "List past runs, failed and interrupted ones too",
  description: [
    "Newest first, with the params that differ between the runs that are listed, and the metrics that have a gate. A run in which everything was fresh leaves no trace. Columns for which there is no room are left out; --json and --md have all.",
    "A condition compares params and metrics by their names: training.epochs, accuracy, evaluate.accuracy; also duration (seconds) and outcome. It may use and, or, not, and parentheses; a text stands in quotes: 'model == \"cnn\"'.",
  ],
  options: runsOptions,
  examples: [
    { line: "millrace runs", shows: "the last 20 of this folder's pipeline" },
    { line: "millrace runs --sort accuracy --limit 5", shows: "the five best" },
    { line: "millrace runs --where 'accuracy > 0.9 and training.epochs < 60'", shows: "those of which it holds" },
    { line: "millrace runs --failed --since 7d", shows: "what went wrong this week" },
  ],
  exitCodes: [0, 2],
  load: async () => (await import("../command/runs.ts")).run,
});
