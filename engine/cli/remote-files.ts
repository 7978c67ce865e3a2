import type { FileExample } from "./option-table.ts";

/** What to write, and where, before anything can be shared. */
export const remoteFiles: readonly FileExample[] = [
  {
    name: "millrace.config.yaml",
    lines: ["remotes: { team: s3://our-bucket/millrace }"],
    shows:
      "committed, at the root of the project; or a folder that all can reach, or https://host/path. Where there are several, `remote: NAME` says which is meant where none is named",
  },
  {
    name: ".millrace/config.yaml",
    lines: ["remotes: { team: { trust: write } }"],
    shows:
      "not committed: this checkout may write there. In ~/.config/millrace/config.yaml: all checkouts of this user; in CI, MILLRACE_TRUST=write in the environment of the job that may",
  },
];
