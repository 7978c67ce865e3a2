import { command, type OptionTable } from "../option-table.ts";
import { documentOption } from "../options.ts";

export const runsShowOptions = {
  ...documentOption,
  all: { kind: "flag", short: "a", description: "a run of any pipeline of the project" },
} as const satisfies OptionTable;

export const runsShowCommand = command({
  name: "runs show",
  group: "compare",
  arguments: "[PIPELINE] [RUN]",
  count: { least: 0, most: 2 },
  summary: "Show a past run: params, stages, gates, metrics, what went wrong",
  description: [
    "RUN is a name as runs lists them, or the beginning of one, or of an id; latest, which is meant without it; or -1 for the run before the latest, -2 for the one before that.",
  ],
  options: runsShowOptions,
  examples: [
    { line: "millrace runs show", shows: "the latest run" },
    { line: "millrace runs show -1", shows: "the one before it" },
    { line: "millrace runs show c09d26 --json", shows: "one of the list, for programs" },
  ],
  exitCodes: [0, 2],
  load: async () => (await import("../command/runs-show.ts")).run,
});
