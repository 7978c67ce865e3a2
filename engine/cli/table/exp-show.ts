import { command, type OptionTable } from "../option-table.ts";
import { columnOptions, tableOptions } from "../options.ts";

export const expShowOptions = {
  ...columnOptions,
  ...tableOptions,
} as const satisfies OptionTable;

export const expShowCommand = command({
  name: "exp show",
  group: "compare",
  arguments: "[PIPELINE] [NAME…]",
  count: { least: 0, most: Number.POSITIVE_INFINITY },
  summary: "Show experiments: params that vary, metrics, how they ended",
  description: [
    "The workspace's own line comes first. The best is marked with *: by the metric of --sort, or of the first gate. With a NAME, that experiment's run is shown as runs show does: stages, gates, metrics, what went wrong, logs.",
  ],
  options: expShowOptions,
  examples: [
    { line: "millrace exp show", shows: "all experiments with this folder's pipeline" },
    { line: "millrace exp show --sort log_loss", shows: "the lowest loss first" },
    { line: "millrace exp show epochs-5", shows: "one in full" },
  ],
  exitCodes: [0, 2],
  load: async () => (await import("../command/exp-show.ts")).run,
});
