import { command, type OptionTable } from "../option-table.ts";

export const moveOptions = {
  "no-wait": { kind: "flag", description: "end with exit code 5 where a run is at work in the project" },
} as const satisfies OptionTable;

export const moveCommand = command({
  name: "move",
  group: "data",
  arguments: "FROM TO",
  count: { least: 2, most: 2 },
  summary: "Give pinned data another path, with its pin",
  description: ["Nothing is copied or hashed. Into TO where that is a folder, as `mv` does. Pipelines that name the old path are listed."],
  options: moveOptions,
  examples: [{ line: "millrace move data/images data/birds", shows: "data/birds and data/birds.pin" }],
  exitCodes: [0, 2, 5],
  load: async () => (await import("../command/move.ts")).run,
});
