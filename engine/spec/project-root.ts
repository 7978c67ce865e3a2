import { dirname, join } from "node:path";
import type { Disk } from "../platform/disk.ts";

/** The nearest folder with `millrace.config.yaml`, else the nearest git root, else the folder itself. All absolute. */
export function findProjectRoot(disk: Disk, folder: string): string {
  return nearest(disk, folder, "millrace.config.yaml") ?? nearest(disk, folder, ".git") ?? folder;
}

function nearest(disk: Disk, folder: string, name: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    if (disk.statTarget(join(current, name)) !== undefined) return current;
    if (dirname(current) === current) return undefined;
  }
}
