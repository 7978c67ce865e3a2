import { join } from "node:path";
import type { Disk, WritePoint } from "../platform/disk.ts";
import type { Platform } from "../platform/platform.ts";

interface Place {
  readonly point: WritePoint;
  /** Absolute; may be missing. */
  readonly folder: string;
}

/** Temporary files that an engine, killed between writing and renaming, left beside their target. Only under the project's lock. */
export function removeLeftovers(disk: Disk, { point, folder }: Place): void {
  if (disk.stat(folder)?.type !== "directory") return;
  for (const { name } of disk.list(folder)) if (/^\.millrace-\d+-/.test(name)) disk.remove(point, join(folder, name));
}

/** The same in a folder that other engines may be writing into at this moment: only what a process wrote that has ended. */
export function removeLeftoversOfDead({ disk, processes }: Platform, { point, folder }: Place): void {
  if (disk.stat(folder)?.type !== "directory") return;
  for (const { name } of disk.list(folder)) {
    const writer = /^\.millrace-(\d+)-/.exec(name)?.[1];
    if (writer !== undefined && processes.startTime(Number(writer)) === undefined) disk.remove(point, join(folder, name));
  }
}
