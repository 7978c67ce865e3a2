import { command, type OptionTable } from "../option-table.ts";

export const deployOptions = {
  rollback: { kind: "text", value: "ENVIRONMENT", description: "point ENVIRONMENT at the version that it served before" },
} as const satisfies OptionTable;

export const deployCommand = command({
  name: "deploy",
  group: "models",
  arguments: "--rollback ENVIRONMENT",
  count: { least: 0, most: 0 },
  summary: "Point an environment back at the version that it served before",
  description: ["To deploy a version, run a pipeline with a `deploy` stage."],
  options: deployOptions,
  examples: [{ line: "millrace deploy --rollback staging", shows: "and say which version serves now" }],
  exitCodes: [0, 2, 5],
  load: async () => (await import("../command/deploy.ts")).run,
});
