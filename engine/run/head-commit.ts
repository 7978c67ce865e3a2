import { join } from "node:path";
import type { Disk } from "../platform/disk.ts";
import { findGitFolder, type GitFolder } from "./git-folder.ts";

const commitName = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** A reference may name another one, and no honest one more than a few. */
const mostSteps = 5;

/**
 * The commit that is checked out, read from git's own files: starting git takes longer than a run with nothing to do. `undefined`
 * outside a repository, before its first commit, and wherever the files are not what is known here (gitrepository-layout(5)).
 */
export function headCommit(disk: Disk, folder: string): string | undefined {
  try {
    const git = findGitFolder(disk, folder);
    return git === undefined ? undefined : resolveHead(disk, git);
  } catch {
    return undefined;
  }
}

function resolveHead(disk: Disk, git: GitFolder): string | undefined {
  let text = textOf(disk, join(git.own, "HEAD")).trim();
  for (let step = 0; step < mostSteps; step += 1) {
    if (commitName.test(text)) return text;
    const name = /^ref: (refs\/\S+)$/.exec(text)?.[1];
    const next = name === undefined || name.split("/").includes("..") ? undefined : referenceText(disk, { git, name });
    if (next === undefined) return undefined;
    text = next;
  }
  return undefined;
}

/** A file of its own wins over the line in `packed-refs`, which may be older. */
function referenceText(disk: Disk, { git, name }: { readonly git: GitFolder; readonly name: string }): string | undefined {
  for (const folder of [git.own, git.common]) {
    if (isFile(disk, join(folder, name))) return textOf(disk, join(folder, name)).trim();
  }
  const packed = join(git.common, "packed-refs");
  if (!isFile(disk, packed)) return undefined;
  const line = textOf(disk, packed)
    .split("\n")
    .find((entry) => entry.endsWith(` ${name}`));
  return line?.slice(0, -name.length - 1);
}

const isFile = (disk: Disk, path: string): boolean => disk.statTarget(path)?.type === "file";
const textOf = (disk: Disk, path: string): string => disk.read(path).toString("utf8");
