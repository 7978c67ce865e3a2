import type { Diagnostic } from "../diagnostics/diagnostic.ts";

export const unlinked = (storeFolder: string): Diagnostic => ({
  code: "links-copied",
  severity: "warning",
  message: "files are copied from the store, although `cache.links` asks for hard links",
  why: `${storeFolder} is on another file system, and a hard link cannot lead from one to another`,
  hint: "put the store on the file system of the project, or write `links: reflink`",
});
