import { command, type OptionTable } from "../option-table.ts";
import { documentOption } from "../options.ts";

export const lsOptions = {
  rev: { kind: "text", value: "REF", description: "of another project: a branch, tag or commit; without it, what its HEAD is" },
  remote: { kind: "flag", description: "of this project: also ask the remote what it has" },
  ...documentOption,
} as const satisfies OptionTable;

export const lsCommand = command({
  name: "ls",
  group: "data",
  arguments: "[REPO] [PATH]",
  count: { least: 0, most: 2 },
  summary: "List what is pinned here, or what another project has for `millrace get`",
  description: [
    "Of this project: each pin with size, number of files, and where its bytes are; with PATH, the files of a pinned folder.",
    "REPO is the URL of a git repository or a folder with one: its pinned data, outputs of its stages and registered models.",
  ],
  options: lsOptions,
  examples: [
    { line: "millrace ls", shows: "the pins of this project" },
    { line: "millrace ls data/images", shows: "files of a pinned folder, here or not" },
    { line: "millrace ls https://github.com/acme/birds --rev v2", shows: "what another project has" },
  ],
  exitCodes: [0, 2, 5],
  load: async () => (await import("../command/ls.ts")).run,
});
