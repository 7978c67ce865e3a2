import { join } from "node:path";
import type { Disk } from "../../platform/disk.ts";
import { findGitFolder } from "../../run/git-folder.ts";

/** `HEAD` and the names of branches and tags, as far as they can be read without starting git. */
export function gitReferences(disk: Disk, folder: string): readonly string[] {
  const git = findGitFolder(disk, folder)?.common;
  if (git === undefined) return [];
  const packed = join(git, "packed-refs");
  const lines = disk.statTarget(packed)?.type === "file" ? disk.read(packed).toString("utf8").split("\n") : [];
  const known = lines.flatMap((line) => /^[0-9a-f]+ refs\/(?:heads|tags|remotes)\/(.+)$/.exec(line)?.[1] ?? []);
  const loose = ["heads", "tags", "remotes"].flatMap((kind) => namesBelow(join(git, "refs", kind), ""));
  return ["HEAD", ...new Set([...known, ...loose].sort())];

  function namesBelow(path: string, prefix: string): readonly string[] {
    if (disk.statTarget(path)?.type !== "directory") return [];
    return disk
      .list(path)
      .flatMap(({ name, type }) => (type === "directory" ? namesBelow(join(path, name), `${prefix}${name}/`) : [`${prefix}${name}`]));
  }
}
