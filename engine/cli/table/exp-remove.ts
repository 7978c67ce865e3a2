import { command, type OptionTable } from "../option-table.ts";

export const expRemoveOptions = {
  all: { kind: "flag", description: "every experiment of the project that is not at work" },
  queue: { kind: "flag", description: "those that are queued" },
} as const satisfies OptionTable;

export const expRemoveCommand = command({
  name: "exp remove",
  group: "compare",
  arguments: "[NAME…]",
  count: { least: 0, most: Number.POSITIVE_INFINITY },
  summary: "Forget experiments and their logs",
  description: ["Their results stay in the store until it is cleaned."],
  options: expRemoveOptions,
  examples: [
    { line: "millrace exp remove epochs-5 epochs-10", shows: "two of them" },
    { line: "millrace exp remove --queue", shows: "what has not begun" },
  ],
  exitCodes: [0, 2, 5],
  load: async () => (await import("../command/exp-remove.ts")).run,
});
