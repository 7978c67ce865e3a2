import { command, type OptionTable } from "../option-table.ts";
import { documentOption } from "../options.ts";

export const duOptions = { ...documentOption } as const satisfies OptionTable;

export const duCommand = command({
  name: "du",
  group: "housekeeping",
  arguments: "",
  count: { least: 0, most: 0 },
  summary: "What fills the disk: stored results by stage and by age, pinned data, logs",
  description: [
    "Says for what the bytes of the store are kept, largest first: results that a lock names, by stage; pinned data; the registry; experiments; other git branches (`cache.branches`), by name; earlier runs; what nothing needs. Bytes that several need are counted once, for the first of them in this order. Then by when they were used last, and what else is in `.millrace/`, with the command that makes room there: logs, runs, caches, and what was set aside in `displaced/`.",
    "`millrace gc --dry-run` says what may go, `millrace gc` removes it; `millrace why STAGE` says why a stage ran or must run.",
    "Where projects share a store, all of them are shown.",
  ],
  options: duOptions,
  examples: [
    { line: "millrace du", shows: "what fills the disk" },
    { line: "millrace du --json | jq '.uses[] | select(.kind == \"unneeded\").bytes'", shows: "what `millrace gc` may remove" },
  ],
  exitCodes: [0, 2, 5, 130, 143],
  load: async () => (await import("../command/du.ts")).run,
});
