import { command, type OptionTable } from "../option-table.ts";
import { documentOption } from "../options.ts";

export const verifyOptions = {
  outputs: { kind: "flag", description: "also outputs and pinned data in the workspace, against what is recorded of them" },
  ...documentOption,
} as const satisfies OptionTable;

export const verifyCommand = command({
  name: "verify",
  group: "housekeeping",
  arguments: "",
  count: { least: 0, most: 0 },
  summary: "Hash every stored object once more, and drop what is corrupt",
  description: [
    "Reads the whole store. An object whose bytes are not those that were stored is dropped and named, with the stages and pinned data that it served; the next run that needs it makes it again, or fetches it. Nothing that is corrupt would have been used without this: objects are hashed while they leave the store. Only of files that `cache.links: hardlink` left in the workspace, what a damaged disk did to them is seen here alone; the next run then hashes all. Where something was corrupt, the exit code is 5.",
    "--outputs reads outputs and pinned data too, whatever their times say. What differs was edited, or is damaged: it is named and left alone, the exit code is 5, and the next run treats it as edited.",
  ],
  options: verifyOptions,
  examples: [
    { line: "millrace verify", shows: "after a crash, or on an old disk" },
    { line: "millrace verify --outputs", shows: "also what lies in the workspace" },
  ],
  exitCodes: [0, 2, 5, 130, 143],
  load: async () => (await import("../command/verify.ts")).run,
});
