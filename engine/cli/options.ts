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
