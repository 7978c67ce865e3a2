import { command, type OptionTable } from "../option-table.ts";

export const getOptions = {
  rev: { kind: "text", value: "REF", description: "a branch, tag or commit of REPO; without it, what its HEAD is" },
  output: { kind: "text", short: "o", value: "OUT", description: "where it is to stand; by default under its own name in this folder" },
  pin: { kind: "flag", description: "also pin it, with where it is from: `millrace update` follows the repository" },
  force: { kind: "flag", short: "f", description: "over what stands at OUT" },
  "no-wait": { kind: "flag", description: "end with exit code 5 where a run is at work in the project" },
} as const satisfies OptionTable;

export const getCommand = command({
  name: "get",
  group: "data",
  arguments: "REPO PATH",
  count: { least: 2, most: 2 },
  summary: "Use what another project has: its data, an output of its stages, a model",
  description: [
    "REPO is the URL of a git repository, or a folder with one; PATH is pinned data there, an output of a stage as its lock names it, NAME@VERSION of a registered model, or any file that git keeps. The bytes come from the store of that folder or from the remote that its millrace.config.yaml names, and are verified.",
    "With --pin the pin says repository, path and commit: the lineage goes on, and `millrace update` asks for a newer one.",
  ],
  options: getOptions,
  examples: [
    { line: "millrace get https://github.com/acme/birds data/images --rev v2 --pin", shows: "pinned, with its origin" },
    { line: "millrace get ../wine out/train/model -o model", shows: "a model that a stage made" },
    { line: "millrace get ../wine wine@1.2.0 -o model", shows: "a registered one" },
  ],
  exitCodes: [0, 2, 5, 130, 143],
  load: async () => (await import("../command/get.ts")).run,
});
