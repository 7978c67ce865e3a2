import { command, type OptionTable } from "../option-table.ts";

export const removeOptions = {
  data: { kind: "flag", description: "also the data in the workspace; the store keeps what was recorded" },
  force: { kind: "flag", short: "f", description: "with --data: also where it was edited since it was recorded" },
  "no-wait": { kind: "flag", description: "end with exit code 5 where a run is at work in the project" },
} as const satisfies OptionTable;

export const removeCommand = command({
  name: "remove",
  group: "data",
  arguments: "PATH…",
  count: { least: 1, most: Number.POSITIVE_INFINITY },
  summary: "Version data no longer: its pin goes, the data stay",
  description: [
    "Removes PATH.pin. The bytes stay in the store until `millrace gc` finds that nothing needs them; a pin in git's history brings them back until then.",
  ],
  options: removeOptions,
  examples: [
    { line: "millrace remove data/images", shows: "the pin alone" },
    { line: "millrace remove --data data/images", shows: "and the folder" },
  ],
  exitCodes: [0, 2, 4, 5],
  load: async () => (await import("../command/remove.ts")).run,
});
