import { command, type OptionTable } from "../option-table.ts";
import { pipelineOptions } from "../options.ts";

export const watchOptions = {
  jobs: { kind: "count", short: "j", value: "N", least: 1, description: "stages at a time (default: one a processor of the pool cpu)" },
  only: { kind: "flag", description: "only the stages named, without what they need" },
  "keep-going": { kind: "flag", short: "k", description: "after a failure, go on with what does not depend on it" },
  clear: { kind: "flag", description: "clear the screen before each run" },
  poll: { kind: "flag", description: "look once a second: for network drives and shared folders, of which the system tells nothing" },
  json: { kind: "flag", description: "the events on stdout, one JSON object a line" },
  quiet: { kind: "flag", short: "q", description: "say only what went wrong" },
  ...pipelineOptions,
} as const satisfies OptionTable;

export const watchCommand = command({
  name: "watch",
  group: "run",
  arguments: "[PIPELINE] [STAGE…]",
  count: { least: 0, most: Number.POSITIVE_INFINITY },
  summary: "Run again after each edit, until Ctrl-C",
  description: [
    "Brings the pipeline, or some of its stages, up to date, then waits for an edit of what they are made from: the files and folders in `in`, the pipeline file, its params, and the modules of kinds of your own. Outputs are not watched; a file that was saved without a change runs nothing.",
    "A stage that fails, a gate, or a mistake in the YAML does not end it: it says what is wrong and waits. A stage or a param that the command line names and the pipeline lacks is refused at the start. An edit during a run stops the stages that read the file, and those behind them, and lets the others end; an edit of the pipeline file, of params or of a kind's module stops all that is at work. What was finished is kept, and the next run begins at once.",
    "Between runs the project is free: `millrace run` in another terminal works meanwhile. Ctrl-C ends it with exit code 130, TERM with 143.",
  ],
  options: watchOptions,
  examples: [
    { line: "millrace watch", shows: "the pipeline of this folder" },
    { line: "millrace watch pipelines/wine evaluate", shows: "one stage and all that it needs" },
    { line: "millrace watch --set training.epochs=5 --clear", shows: "with another parameter, on an empty screen each time" },
  ],
  exitCodes: [2, 130, 143],
  load: async () => (await import("../command/watch.ts")).run,
});
