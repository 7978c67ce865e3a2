import { command, type OptionTable } from "../option-table.ts";

export const expApplyOptions = {
  run: { kind: "flag", negatable: true, description: "bring the pipeline up to date afterwards, or only edit (default: --run)" },
} as const satisfies OptionTable;

export const expApplyCommand = command({
  name: "exp apply",
  group: "compare",
  arguments: "[PIPELINE] NAME",
  count: { least: 1, most: 2 },
  summary: "Write an experiment's params into the workspace and restore its results",
  description: [
    "The values that the experiment set are written over those of the pipeline file, or of its params file; comments and layout stay, and the changed lines are shown. Then millrace run restores what the experiment has made, and runs what it left out: register and deploy too. With --no-run, only the file is edited.",
    "Nothing is edited where the pipeline has changed so that a param no longer exists.",
  ],
  options: expApplyOptions,
  examples: [
    { line: "millrace exp apply epochs-5", shows: "make it the pipeline's own, and restore its results" },
    { line: "millrace exp apply epochs-5 --no-run", shows: "only edit the params" },
  ],
  exitCodes: [0, 1, 2, 3, 5, 130, 143],
  load: async () => (await import("../command/exp-apply.ts")).run,
});
