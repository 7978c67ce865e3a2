import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import type { Disk } from "../platform/disk.ts";
import { asDigest, type Digest } from "../platform/identity.ts";

export const digestOf = (bytes: string | Uint8Array): Digest => asDigest(createHash("sha256").update(bytes).digest("hex"));

/** The digest of a file; `undefined` where there is none. */
export function fileDigest(disk: Disk, path: string): Digest | undefined {
  try {
    return disk.statTarget(path)?.type === "file" ? digestOf(disk.read(path)) : undefined;
  } catch {
    return undefined;
  }
}

/** Of every file below a folder, without the packages in it: for a package of which no lock file knows the integrity. */
export function folderDigest(disk: Disk, folder: string): Digest {
  const lines: string[] = [];
  const open = [""];
  for (const below of open) {
    for (const { name } of disk.list(join(folder, below))) {
      const path = join(below, name);
      const type = disk.statTarget(join(folder, path))?.type;
      if (type === "directory" && name !== "node_modules" && name !== ".git") open.push(path);
      if (type === "file") lines.push(`${path}\0${fileDigest(disk, join(folder, path)) ?? ""}`);
    }
  }
  return digestOf(lines.sort().join("\n"));
}

/** A folder and all above it, the nearest first. */
export function foldersUp(folder: string): readonly string[] {
  const folders = [folder];
  for (let above = dirname(folder); above !== folders.at(-1); above = dirname(above)) folders.push(above);
  return folders;
}
