import { relative } from "node:path";
import { byteCount } from "../../key/byte-count.ts";
import type { Use, UseKind } from "../../upkeep/disk-usage.ts";
import type { Column } from "../table.ts";

const kindWords: Readonly<Record<UseKind, string>> = {
  lock: "result of the lock",
  pin: "pinned data",
  registry: "registry",
  experiment: "experiment",
  branch: "needed on a branch",
  run: "earlier runs",
  evidence: "what `why` compares",
  results: "records of results",
  unneeded: "needed by nothing",
  leftovers: "left by killed writers",
};

/** How many bytes are kept for what. `projectRoot`: where one is; other projects are named. */
export function useColumns(uses: readonly Use[], projectRoot: string): readonly Column[] {
  const others = uses.some(({ project }) => project !== undefined && project !== projectRoot);
  return [
    { head: "size", cells: uses.map(({ bytes }) => byteCount(bytes)), right: true, rank: 0 },
    { head: "files", cells: uses.map(({ files }) => files.toLocaleString("en-US")), right: true, rank: 2 },
    { head: "what", cells: uses.map(({ of, kind }) => of ?? kindWords[kind]), rank: 0 },
    {
      head: "kept as",
      cells: uses.map(({ of, kind, branch }) => (of === undefined ? "" : branch === undefined ? kindWords[kind] : `branch ${branch}`)),
      rank: 1,
    },
    { head: "lock", cells: uses.map(({ lock }) => lock ?? ""), rank: 3 },
    ...(others ? [{ head: "project", cells: uses.map(({ project }) => projectWords(project, projectRoot)), rank: 1 }] : []),
  ];
}

const projectWords = (project: string | undefined, here: string): string =>
  project === undefined ? "" : project === here ? "." : relative(here, project);
