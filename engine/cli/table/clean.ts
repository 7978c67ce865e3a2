import { command, type OptionTable } from "../option-table.ts";
import { documentOption, pipelineOptions } from "../options.ts";

export const cleanOptions = {
  "dry-run": { kind: "flag", short: "n", description: "say what would be removed, and remove nothing" },
  force: { kind: "flag", short: "f", description: "also outputs that were edited by hand, of which there is no copy" },
  logs: { kind: "count", value: "N", least: 0, description: "instead: logs of runs, but for the newest N" },
  state: { kind: "flag", description: "instead: caches, which are made again when they are missed" },
  displaced: { kind: "flag", description: "instead: hand-edited outputs that runs moved aside" },
  "no-wait": { kind: "flag", description: "end with exit code 5 where a run is at work in the project" },
  ...documentOption,
  ...pipelineOptions,
} as const satisfies OptionTable;

export const cleanCommand = command({
  name: "clean",
  group: "housekeeping",
  arguments: "[PIPELINE] [STAGE…]",
  count: { least: 0, most: Number.POSITIVE_INFINITY },
  summary: "Remove outputs that Millrace made; a run restores them",
  description: [
    "Takes the outputs of the pipeline, or of the stages named and no others, from the workspace, with the folders that become empty. Lock and store stay, so that `millrace run` brings the outputs back without running. An output that was edited by hand, and of which no copy is in the store, is kept and named, and so is whatever a stage reads as a source.",
    "--logs, --state and --displaced clean what they name of the whole project, and no outputs; they may be combined. The store, `.millrace/store`, is never cleaned by this command.",
  ],
  options: cleanOptions,
  examples: [
    { line: "millrace clean --dry-run", shows: "what would be removed, with sizes" },
    { line: "millrace clean train+", shows: "outputs of train, and of all that depends on it" },
    { line: "millrace clean --logs 100 --state", shows: "logs of older runs, and caches" },
  ],
  exitCodes: [0, 2, 5, 130, 143],
  load: async () => (await import("../command/clean.ts")).run,
});
