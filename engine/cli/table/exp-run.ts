import { command, type OptionTable } from "../option-table.ts";

export const expRunOptions = {
  set: {
    kind: "texts",
    short: "S",
    value: "NAME=VALUE,…",
    description: "the values that a parameter is to have, as training.epochs=5,10; of several options, every combination",
  },
  params: { kind: "texts", value: "FILE", description: "merge a file of parameters over the pipeline's own; may be repeated" },
  name: { kind: "text", short: "n", value: "NAME", description: "the experiment's name; of several, what their names begin with" },
  queue: { kind: "flag", description: "only note them, for a later exp run" },
  "run-all": { kind: "flag", description: "run all that are queued, or were interrupted, besides those that are given" },
  jobs: { kind: "count", short: "j", value: "N", least: 1, description: "experiments at a time (default: 1); they share the pools" },
  json: { kind: "flag", description: "one JSON document on stdout, of the experiments that were run" },
} as const satisfies OptionTable;

export const expRunCommand = command({
  name: "exp run",
  group: "compare",
  arguments: "[PIPELINE] [STAGE…]",
  count: { least: 0, most: Number.POSITIVE_INFINITY },
  summary: "Run the pipeline with other params; workspace and lock stay untouched",
  description: [
    "An experiment runs in a private copy of the project: of the files that git does not ignore, and of all inputs that are declared. Results go into the project's store, so nothing that is known already runs again, neither here nor in the workspace. Without --set and --params, what is queued is run.",
    "Commas part values, unless they stand in brackets or quotes: --set 'layers=[8,8],[16]' gives two. register and deploy, and what depends on them, are left out: they change the world.",
    "The failure of one experiment does not stop the others. Ctrl-C ends those at work; the others stay queued.",
  ],
  options: expRunOptions,
  examples: [
    { line: "millrace exp run --set training.epochs=5,10,20", shows: "three experiments" },
    { line: "millrace exp run -S epochs=5,10 -S model=mlp,cnn --jobs 2", shows: "four, two at a time" },
    { line: "millrace exp run --set epochs=80 --queue", shows: "note one for later" },
    { line: "millrace exp run --run-all", shows: "run what is queued" },
  ],
  exitCodes: [0, 1, 2, 3, 5, 130, 143],
  load: async () => (await import("../command/exp-run.ts")).run,
});
