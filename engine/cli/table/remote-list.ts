import { command } from "../option-table.ts";
import { documentOption } from "../options.ts";
import { remoteFiles } from "../remote-files.ts";

export const remoteListOptions = documentOption;

export const remoteListCommand = command({
  name: "remote list",
  group: "share",
  arguments: "",
  count: { least: 0, most: 0 },
  summary: "Show the remotes that are configured, and whether this machine may write",
  description: ["A remote has a name and a folder or URL. User names and passwords in URLs are not shown."],
  files: remoteFiles,
  options: remoteListOptions,
  examples: [{ line: "millrace remote list", shows: "name, URL, trust; `*` marks the one that is meant where none is named" }],
  exitCodes: [0, 2],
  load: async () => (await import("../command/remote-list.ts")).run,
});
