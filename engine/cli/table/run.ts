import { command, type OptionTable } from "../option-table.ts";
import { pipelineOptions } from "../options.ts";

export const runOptions = {
  jobs: { kind: "count", short: "j", value: "N", least: 1, description: "stages at a time (default: one a processor of the pool cpu)" },
  only: { kind: "flag", description: "only the stages named, without what they need" },
  force: { kind: "flag", short: "f", description: "run what is selected even where it is fresh" },
  verify: { kind: "flag", description: "run again what is fresh, effects left out, and fail where other bytes come out" },
  locked: { kind: "flag", description: "bring what the lock names and run nothing; exit code 4 where the lock is not up to date" },
  pull: { kind: "flag", description: "fetch from the remote what is known there, instead of running it" },
  "keep-going": { kind: "flag", short: "k", description: "after a failure, go on with what does not depend on it" },
  "no-wait": { kind: "flag", description: "end with exit code 5 where another run is at work in the project" },
  trace: {
    kind: "mode",
    choices: ["strict"],
    description: "say what each stage that runs reads and writes without declaring it (Linux, with strace); strict: it fails for that",
  },
  json: { kind: "flag", description: "the events on stdout, one JSON object a line" },
  junit: { kind: "text", value: "FILE", description: "write a JUnit report: a test case for each stage and gate" },
  report: { kind: "text", value: "FILE", description: "write a page about this run, as millrace report does" },
  "trace-out": { kind: "text", value: "FILE", description: "write a Chrome trace, for Perfetto or chrome://tracing: who was at work when" },
  ...pipelineOptions,
} as const satisfies OptionTable;

export const runCommand = command({
  name: "run",
  group: "run",
  arguments: "[PIPELINE] [STAGE…]",
  count: { least: 0, most: Number.POSITIVE_INFINITY },
  summary: "Bring a pipeline, or some of its stages, up to date",
  description: [
    "Runs the stages whose content changed, restores what is in the store, and leaves what is fresh. A stage brings what it needs; `train+` also what depends on it, `+train` says so outright; names may hold `*`.",
    "`--force` also runs what the named stages need; with `--only`, the named ones alone. `--locked` is for a machine that only needs the results, a release job or a reviewer: it ends with exit code 5 where the bytes that the lock names are neither here nor in the store.",
  ],
  options: runOptions,
  examples: [
    { line: "millrace run", shows: "the pipeline of this folder" },
    { line: "millrace run pipelines/wine evaluate", shows: "one stage and all that it needs" },
    { line: "millrace run --set training.epochs=5 --jobs 4", shows: "with another parameter, four stages at a time" },
    { line: "millrace run --force --only --trace train", shows: "what train reads and writes without declaring it" },
    { line: "millrace run --json | jq .type", shows: "the events, for programs" },
  ],
  exitCodes: [0, 1, 2, 3, 4, 5, 130, 143],
  load: async () => (await import("../command/run.ts")).run,
});
