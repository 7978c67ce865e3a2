import type { OptionTable } from "./option-table.ts";

/** Before or after any command. */
export const globalOptions = {
  cwd: { kind: "text", short: "C", value: "DIR", description: "work as if started in DIR" },
  color: { kind: "flag", negatable: true, description: "colour, or none; by default where stderr is a terminal and NO_COLOR is not set" },
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

export const runOptions = {
  jobs: { kind: "count", short: "j", value: "N", least: 1, description: "stages at a time (default: one a processor)" },
  only: { kind: "flag", description: "only the stages named, without what they need" },
  force: { kind: "flag", short: "f", description: "run what is selected even where it is fresh" },
  verify: { kind: "flag", description: "run again what is fresh, effects left out, and fail where other bytes come out" },
  locked: { kind: "flag", description: "bring what the lock names and run nothing; exit code 4 where the lock is not up to date" },
  "keep-going": { kind: "flag", short: "k", description: "after a failure, go on with what does not depend on it" },
  "no-wait": { kind: "flag", description: "end with exit code 5 where another run is at work in the project" },
  json: { kind: "flag", description: "the events on stdout, one JSON object a line" },
  junit: { kind: "text", value: "FILE", description: "write a JUnit report: a test case for each stage and gate" },
  quiet: { kind: "flag", short: "q", description: "say only what went wrong" },
  ...pipelineOptions,
} as const satisfies OptionTable;

export const statusOptions = {
  check: { kind: "flag", description: "judge by the lock alone; exit code 4 where a stage is not up to date, 3 where a gate fails" },
  json: { kind: "flag", description: "one JSON document on stdout: stages, each with state and reasons" },
  ...pipelineOptions,
} as const satisfies OptionTable;

export const whyOptions = {
  json: { kind: "flag", description: "one JSON document on stdout" },
  ...pipelineOptions,
} as const satisfies OptionTable;

export const logOptions = {
  run: { kind: "text", value: "ID", description: "of that run instead of the latest in which the stage ran" },
} as const satisfies OptionTable;

export const schemaInferOptions = {} as const satisfies OptionTable;

export const serveOptions = {
  port: { kind: "count", short: "p", value: "N", least: 0, most: 65535, description: "listen there (default: 8080); 0 takes a free one" },
  host: { kind: "text", value: "ADDRESS", description: "listen on that address (default: 127.0.0.1, this machine alone)" },
} as const satisfies OptionTable;

export const deployOptions = {
  rollback: { kind: "text", value: "ENVIRONMENT", description: "point ENVIRONMENT at the version that it served before" },
} as const satisfies OptionTable;
