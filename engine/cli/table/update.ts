import { command, type OptionTable } from "../option-table.ts";

export const updateOptions = {
  rev: { kind: "text", value: "REF", description: "of data from another repository: that branch, tag or commit instead of its HEAD" },
  "no-wait": { kind: "flag", description: "end with exit code 5 where a run is at work in the project" },
} as const satisfies OptionTable;

export const updateCommand = command({
  name: "update",
  group: "data",
  arguments: "[PATH…]",
  count: { least: 0, most: Number.POSITIVE_INFINITY },
  summary: "Fetch data with an origin again, and show what changed",
  description: [
    "Asks the URL or the repository that a pin names whether there is something new; then fetches it, writes the pin, and shows size, files and, of small texts, the lines. Without PATH, all pins that have an origin. What was edited here is left and named.",
  ],
  options: updateOptions,
  examples: [
    { line: "millrace update", shows: "all that came from elsewhere" },
    { line: "millrace update data/birds --rev v3", shows: "another version of the repository that it is from" },
  ],
  exitCodes: [0, 2, 4, 5, 130, 143],
  load: async () => (await import("../command/update.ts")).run,
});
