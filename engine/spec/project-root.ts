import { dirname, join } from "node:path";
import type { Disk } from "../platform/disk.ts";

/** The nearest folder with `millrace.config.yaml`, else the nearest git root, else the folder itself. All absolute. */
export function findProjectRoot(disk: Disk, folder: string): string {
  return markedRoot(disk, folder) ?? folder;
}

/** `undefined` where nothing above a folder, nor in it, says that it is in a project. */
export const markedRoot = (disk: Disk, folder: string): string | undefined =>
  nearest(disk, folder, "millrace.config.yaml") ?? nearest(disk, folder, ".git");

function nearest(disk: Disk, folder: string, name: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    if (disk.statTarget(join(current, name)) !== undefined) return current;
    if (dirname(current) === current) return undefined;
  }
}
