import { exitCodes } from "../../diagnostics/exit-code.ts";
import { command, type OptionTable } from "../option-table.ts";

export const checkoutOptions = {
  force: { kind: "flag", short: "f", description: "also what was edited since it was recorded; it moves to .millrace/displaced" },
  "no-wait": { kind: "flag", description: "end with exit code 5 where a run is at work in the project" },
} as const satisfies OptionTable;

export const checkoutCommand = command({
  name: "checkout",
  group: "data",
  arguments: "[PATH…]",
  count: { least: 0, most: Number.POSITIVE_INFINITY },
  summary: "Bring pinned data into the state that the pins say, as after git checkout",
  description: [
    "From the store, else from the remote, else from where the pin says that it came. What was edited by hand and not recorded is named and left, unless --force moves it aside. Without PATH, all that is pinned; PATH may be a folder that holds pins, or one file of a pinned folder, which is then brought alone.",
    "A run needs no checkout: it fetches by itself what its stages read.",
  ],
  options: checkoutOptions,
  examples: [
    { line: "git checkout v1 && millrace checkout", shows: "code and data of an earlier version" },
    { line: "millrace checkout data/images/robin.png", shows: "one file of a pinned folder" },
    { line: "millrace checkout --force data", shows: "undo edits of the data in a folder" },
  ],
  exitCodes: [0, 2, 4, 5, 130, 143],
  exitWords: {
    [exitCodes.stale]: "pinned data was edited here, and left as it is; all else was brought",
    [exitCodes.environment]: "the bytes are neither in the store nor on the remote, or the disk refuses",
  },
  load: async () => (await import("../command/checkout.ts")).run,
});
