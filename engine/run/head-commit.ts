import { dirname, isAbsolute, join } from "node:path";
import type { Disk } from "../platform/disk.ts";

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
    return git === undefined ? undefined : resolveName({ disk, git, common: commonFolder(disk, git) });
  } catch {
    return undefined;
  }
}

/** Upwards, as git itself looks: a `.git` without a `HEAD` is none. */
function findGitFolder(disk: Disk, folder: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    const git = gitFolderAt(disk, join(current, ".git"));
    if (git !== undefined && isFile(disk, join(git, "HEAD"))) return git;
    if (dirname(current) === current) return undefined;
  }
}

/** A folder; or, of a worktree or a submodule, a file that names it. */
function gitFolderAt(disk: Disk, path: string): string | undefined {
  if (!isFile(disk, path)) return disk.statTarget(path)?.type === "directory" ? path : undefined;
  const named = /^gitdir: (.+?)\s*$/.exec(textOf(disk, path))?.[1];
  return named === undefined ? undefined : from(dirname(path), named);
}

/** The references of a worktree are in the folder of the repository that it belongs to. */
function commonFolder(disk: Disk, git: string): string {
  const file = join(git, "commondir");
  return isFile(disk, file) ? from(git, textOf(disk, file).trim()) : git;
}

interface Repository {
  readonly disk: Disk;
  readonly git: string;
  readonly common: string;
}

function resolveName(repository: Repository): string | undefined {
  const { disk, git } = repository;
  let text = textOf(disk, join(git, "HEAD")).trim();
  for (let step = 0; step < mostSteps; step += 1) {
    if (commitName.test(text)) return text;
    const name = /^ref: (refs\/\S+)$/.exec(text)?.[1];
    const next = name === undefined || name.split("/").includes("..") ? undefined : referenceText(repository, name);
    if (next === undefined) return undefined;
    text = next;
  }
  return undefined;
}

/** A file of its own wins over the line in `packed-refs`, which may be older. */
function referenceText({ disk, git, common }: Repository, name: string): string | undefined {
  for (const folder of [git, common]) {
    if (isFile(disk, join(folder, name))) return textOf(disk, join(folder, name)).trim();
  }
  const packed = join(common, "packed-refs");
  if (!isFile(disk, packed)) return undefined;
  const line = textOf(disk, packed)
    .split("\n")
    .find((entry) => entry.endsWith(` ${name}`));
  return line?.slice(0, -name.length - 1);
}

const isFile = (disk: Disk, path: string): boolean => disk.statTarget(path)?.type === "file";
const textOf = (disk: Disk, path: string): string => disk.read(path).toString("utf8");
const from = (folder: string, path: string): string => (isAbsolute(path) ? path : join(folder, path));
