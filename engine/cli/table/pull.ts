import { exitCodes } from "../../diagnostics/exit-code.ts";
import { command, type OptionTable } from "../option-table.ts";
import { documentOption, pipelineOptions, remoteOptions } from "../options.ts";

export const pullOptions = {
  pins: { kind: "flag", description: "only pinned data" },
  "store-only": { kind: "flag", description: "into the store alone; a run, or checkout, brings it into the workspace" },
  "no-wait": { kind: "flag", description: "end with exit code 5 where a run is at work in the project" },
  ...remoteOptions,
  ...documentOption,
  ...pipelineOptions,
} as const satisfies OptionTable;

export const pullCommand = command({
  name: "pull",
  group: "share",
  arguments: "[PIPELINE] [STAGE…|PATH…]",
  count: { least: 0, most: Number.POSITIVE_INFINITY },
  summary: "Fetch results and data from a remote",
  description: [
    "Brings what the lock names of the pipeline, or of the stages named, into the store and the workspace, with what `millrace why` needs, pinned data, and models of the registry into the store. PATH names pinned data, or something in it, which is then brought alone. Pinned data that was edited here is named and left as it is. All that comes is verified. Nothing runs: where the pipeline has changed since the lock was written, a run is still needed. What was cut is taken up by the next pull.",
    "To fetch no more than is needed, and run the rest: `millrace run --pull`.",
  ],
  options: pullOptions,
  examples: [
    { line: "millrace pull", shows: "all that the lock names" },
    { line: "millrace pull train --store-only", shows: "one stage, into the store" },
    { line: "millrace run --pull", shows: "fetch what is known, run the rest" },
  ],
  exitCodes: [0, 2, 4, 5, 130, 143],
  exitWords: {
    [exitCodes.stale]: "pinned data was edited here, and left as it is; all else was brought",
    [exitCodes.environment]: "the remote failed, or something is neither here nor there",
  },
  load: async () => (await import("../command/pull.ts")).run,
});
