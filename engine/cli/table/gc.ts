import { branchScopes } from "../../config/config.ts";
import { command, type OptionTable } from "../option-table.ts";
import { documentOption } from "../options.ts";

export const gcOptions = {
  "dry-run": { kind: "flag", short: "n", description: "say what would go and what would stay, and why; remove nothing" },
  size: { kind: "text", value: "SIZE", description: "how much may stay, instead of `cache.size`: 5GB; 0 for what is needed alone" },
  age: { kind: "text", value: "AGE", description: "how long it may be unused, instead of `cache.age`: 7d; none" },
  runs: { kind: "count", value: "N", least: 0, description: "how many runs of each pipeline keep their results, instead of `cache.runs`" },
  branches: {
    kind: "choice",
    value: "WHICH",
    choices: branchScopes,
    description:
      "whose newest commits keep what their locks, pins and registry need, instead of `cache.branches`: all are local and remote-tracking ones",
  },
  tags: { kind: "flag", negatable: true, description: "what the commits of tags need stays as well, instead of `cache.tags`" },
  "no-wait": { kind: "flag", description: "end with exit code 5 where runs are at work with the store" },
  ...documentOption,
} as const satisfies OptionTable;

export const gcCommand = command({
  name: "gc",
  group: "housekeeping",
  arguments: "",
  count: { least: 0, most: 0 },
  summary: "Make room: remove stored results that nothing needs",
  description: [
    "Removes from the store what was used least recently, above `cache.size` (20GB) and beyond `cache.age` (30d) of the configuration. What is needed stays, whatever its size: results that a lock names, pinned data, the registry, experiments, the newest runs of each pipeline (`cache.runs`, 10), and the same of the newest commits of local git branches (`cache.branches`, local), of all projects that share the store. A result that went is made again when it is needed, or fetched from a remote.",
    "A run does the same by itself at its end, at most once an hour and only where the store is above its limit. While a run is at work with the store, nothing is removed: `gc` waits.",
    "Of other branches counts what their newest commits say; --dry-run and `du` name the branch that keeps a result. What only remote-tracking branches (--branches all), tags (--tags) or older commits name counts as unneeded otherwise, and is kept like any other for as long as there is room. Data that was ever pinned in this checkout stays: nothing can make it again.",
  ],
  options: gcOptions,
  examples: [
    { line: "millrace gc --dry-run", shows: "what would go, what would stay, and why" },
    { line: "millrace gc --size 0", shows: "keep only what is needed" },
    { line: "millrace gc --runs 0 --size 0", shows: "keep only what locks, pins, experiments and the registry need" },
    { line: "millrace gc --size 0 --branches all --tags", shows: "keep what any branch or tag needs" },
    { line: "millrace gc --age 7d", shows: "remove what was not used for a week" },
  ],
  exitCodes: [0, 2, 5, 130, 143],
  load: async () => (await import("../command/gc.ts")).run,
});
