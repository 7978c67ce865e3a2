import { command, type OptionTable } from "../option-table.ts";

export const logOptions = {
  run: { kind: "text", value: "RUN", description: "of that run, as runs lists it, instead of the latest in which the stage ran" },
} as const satisfies OptionTable;

export const logCommand = command({
  name: "log",
  group: "look",
  arguments: "[PIPELINE] STAGE",
  count: { least: 1, most: 2 },
  summary: "Show what a stage printed when it last ran",
  description: ["Also where it failed. Values of `passEnv` are shown as `***`."],
  options: logOptions,
  examples: [{ line: "millrace log train", shows: "also of a run that failed" }],
  exitCodes: [0, 2],
  load: async () => (await import("../command/log.ts")).run,
});
