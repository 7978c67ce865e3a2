import { join } from "node:path";
import type { Disk, WritePoint } from "../platform/disk.ts";

/** Temporary files that an engine, killed between writing and renaming, left beside their target. Only under the project's lock. */
export function removeLeftovers(disk: Disk, { point, folder }: { readonly point: WritePoint; readonly folder: string }): void {
  if (disk.stat(folder)?.type !== "directory") return;
  for (const { name } of disk.list(folder)) if (/^\.millrace-\d+-/.test(name)) disk.remove(point, join(folder, name));
}
