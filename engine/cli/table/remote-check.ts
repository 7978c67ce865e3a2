import { command } from "../option-table.ts";
import { documentOption } from "../options.ts";

export const remoteCheckOptions = documentOption;

export const remoteCheckCommand = command({
  name: "remote check",
  group: "share",
  arguments: "[NAME]",
  count: { least: 0, most: 1 },
  summary: "Try whether a remote can be read, and written where this machine is trusted",
  description: [
    "Asks for something that is not there; where this machine is trusted, writes a small object, reads it back, and compares. Says what is wrong with address, credentials or rights.",
  ],
  options: remoteCheckOptions,
  examples: [
    { line: "millrace remote check", shows: "the one that is meant where none is named" },
    { line: "millrace remote check team", shows: "one by name" },
  ],
  exitCodes: [0, 2, 5],
  load: async () => (await import("../command/remote-check.ts")).run,
});
