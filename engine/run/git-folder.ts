import { dirname, isAbsolute, join } from "node:path";
import type { Disk } from "../platform/disk.ts";

/** Where git keeps what is known of a checkout; see gitrepository-layout(5). Absolute. */
export interface GitFolder {
  /** Of this checkout: `HEAD` is in it. */
  readonly own: string;
  /** Of the repository that it belongs to, with its references; the same folder, but for worktrees. */
  readonly common: string;
}

/** Of the repository that a folder is in. Upwards, as git itself looks: a `.git` without a `HEAD` is none. */
export function findGitFolder(disk: Disk, folder: string): GitFolder | undefined {
  for (let current = folder; ; current = dirname(current)) {
    const own = gitFolderAt(disk, join(current, ".git"));
    if (own !== undefined && isFile(disk, join(own, "HEAD"))) return { own, common: commonFolder(disk, own) };
    if (dirname(current) === current) return undefined;
  }
}

/** A folder; or, of a worktree or a submodule, a file that names it. */
function gitFolderAt(disk: Disk, path: string): string | undefined {
  if (!isFile(disk, path)) return disk.statTarget(path)?.type === "directory" ? path : undefined;
  const named = /^gitdir: (.+?)\s*$/.exec(textOf(disk, path))?.[1];
  return named === undefined ? undefined : from(dirname(path), named);
}

function commonFolder(disk: Disk, own: string): string {
  const file = join(own, "commondir");
  return isFile(disk, file) ? from(own, textOf(disk, file).trim()) : own;
}

const isFile = (disk: Disk, path: string): boolean => disk.statTarget(path)?.type === "file";
const textOf = (disk: Disk, path: string): string => disk.read(path).toString("utf8");
const from = (folder: string, path: string): string => (isAbsolute(path) ? path : join(folder, path));
