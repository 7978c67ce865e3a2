import { templateNames, templateSummaries } from "../../init/template-name.ts";
import { command, type OptionTable } from "../option-table.ts";

export const initOptions = {
  template: { kind: "choice", short: "t", value: "TEMPLATE", choices: templateNames, description: "what to begin with (default: tabular)" },
  data: { kind: "text", value: "FILE", description: "of tabular: a CSV, TSV, Parquet, JSON or Arrow file of your own" },
  target: { kind: "text", value: "COLUMN", description: "with --data: the column to predict (default: the last that can be)" },
  name: { kind: "text", value: "NAME", description: "what the pipeline and its model are called (default: the folder's name)" },
  "from-script": { kind: "text", value: "COMMAND", description: "run a command, watch what it reads and writes, and write its stage" },
  yes: { kind: "flag", short: "y", description: "ask nothing: what is not given takes its default" },
} as const satisfies OptionTable;

export const initCommand = command({
  name: "init",
  group: "start",
  arguments: "[DIR]",
  count: { least: 0, most: 1 },
  summary: "Begin a pipeline that runs at once, from a template or a script",
  description: [
    "Asks what is not given, where there is a terminal to ask at. Nothing that exists is overwritten: such a file is kept, and named. A folder with a pipeline is an error, found before anything is written.",
    `Templates: ${templateNames.map((name) => `${name} (${templateSummaries[name]})`).join("; ")}.`,
    "With --data, the schema of the table is inferred, and the target column decides: words and truth values are told apart (classification), numbers are predicted (regression).",
    "With --from-script, the command runs once, in DIR and in the environment that a stage has. What it reads in the project becomes `in`, what it writes `out`, numbers behind options become parameters. strace sees all that it opens; without it, Python and Node programs are followed from inside. Where strace saw all of it and nothing stood there before, what it wrote counts as the stage's result. Where there is a pipeline already, the stage is printed on stdout instead.",
  ],
  options: initOptions,
  examples: [
    { line: "millrace init", shows: "asks, then writes into this folder" },
    { line: "millrace init wine --data wine.csv --target cultivar", shows: "a table of your own, in a new folder" },
    { line: "millrace init --template experiment --yes", shows: "asks nothing" },
    { line: 'millrace init --from-script "python train.py --epochs 5"', shows: "a stage from what a script reads and writes" },
  ],
  exitCodes: [0, 1, 2, 5, 130, 143],
  load: async () => (await import("../command/init.ts")).run,
});
