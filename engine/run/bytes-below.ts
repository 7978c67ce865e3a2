import { join } from "node:path";
import type { Disk } from "../platform/disk.ts";

/** Of a file, its size; of a folder, that of all files in it. Links count nothing. */
export function bytesBelow(disk: Disk, path: string): number {
  const stat = disk.stat(path);
  if (stat?.type === "file") return Number(stat.size);
  if (stat?.type !== "directory") return 0;
  return disk.list(path).reduce((sum, { name }) => sum + bytesBelow(disk, join(path, name)), 0);
}
