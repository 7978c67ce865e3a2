import type { OptionTable } from "./option-table.ts";

/** Before or after any command. */
export const globalOptions = {
  cwd: { kind: "text", short: "C", value: "DIR", description: "work as if started in DIR" },
  color: { kind: "flag", negatable: true, description: "colour, or none; by default where stderr is a terminal and NO_COLOR is not set" },
  quiet: { kind: "flag", short: "q", description: "say only what went wrong" },
  verbose: { kind: "flag", short: "v", description: "say more: what is fresh, and the stack of an internal error" },
  help: { kind: "flag", short: "h", description: "show help" },
  version: { kind: "flag", short: "V", description: "show the version" },
} as const satisfies OptionTable;

/** Of each command that reads a pipeline. */
export const pipelineOptions = {
  set: {
    kind: "texts",
    value: "NAME=VALUE",
    description: "override a parameter, as training.epochs=5; may be repeated, the last one wins",
  },
  params: { kind: "texts", value: "FILE", description: "merge a file of parameters over the pipeline's own; may be repeated" },
} as const satisfies OptionTable;

/** Of a command that has something for programs to read. */
export const documentOption = {
  json: { kind: "flag", description: "one JSON document on stdout" },
} as const satisfies OptionTable;

/** Of a command whose table may go into a pull request. */
export const tableOptions = {
  ...documentOption,
  md: { kind: "flag", description: "a Markdown table on stdout" },
} as const satisfies OptionTable;

/** Of a command that lists runs of any kind: which columns, in which order. */
export const columnOptions = {
  sort: { kind: "text", value: "NAME", description: "when, duration, or a param or metric: best first; NAME:asc, NAME:desc" },
  param: { kind: "texts", value: "NAME", description: "show that param instead of those that differ; may be repeated" },
  metric: { kind: "texts", value: "NAME", description: "show that metric; may be repeated" },
} as const satisfies OptionTable;

/** Of a command that shows what stages have made. */
export const stageOption = {
  stage: { kind: "texts", value: "STAGE", description: "only that stage, or that instance of a matrix; may be repeated" },
} as const satisfies OptionTable;

/** Of a command that compares two versions. */
export const comparisonOptions = {
  all: { kind: "flag", description: "also show what is the same in both versions" },
} as const satisfies OptionTable;

/** Of a command that talks to a remote. */
export const remoteOptions = {
  remote: {
    kind: "text",
    value: "NAME",
    description: "that remote; without it, the one that `remote: NAME` in the configuration names, or the only one",
  },
  jobs: { kind: "count", short: "j", value: "N", least: 1, most: 256, description: "requests at a time (default: 8)" },
  "dry-run": { kind: "flag", short: "n", description: "say what would be transferred, and transfer nothing" },
} as const satisfies OptionTable;
