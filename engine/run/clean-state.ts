import { join } from "node:path";
import type { Disk, WritePoint } from "../platform/disk.ts";
import { bytesBelow } from "./bytes-below.ts";

export interface CleanStateRequest {
  readonly disk: Disk;
  /** Absolute path of `.millrace/`. */
  readonly stateFolder: string;
  readonly dryRun: boolean;
}

export interface Cleaned {
  readonly count: number;
  readonly bytes: number;
}

/** What is made again when it is missed. The ledger is not: it says which outputs are Millrace's. */
const caches: readonly { readonly name: string; readonly point: WritePoint }[] = [
  { name: "stats.bin", point: "stat-cache" },
  { name: "stats.bin.folders", point: "stat-cache" },
  { name: "source", point: "source-cache" },
  { name: "kinds", point: "scratch" },
  { name: "runs.jsonl", point: "run-log" },
];

/** What files hashed to, parsed YAML, bundles of kinds of one's own, the list of past runs. */
export function cleanCaches({ disk, stateFolder, dryRun }: CleanStateRequest): Cleaned {
  const there = caches.filter(({ name }) => disk.stat(join(stateFolder, "state", name)) !== undefined);
  const bytes = there.reduce((sum, { name }) => sum + bytesBelow(disk, join(stateFolder, "state", name)), 0);
  if (!dryRun) for (const { name, point } of there) disk.remove(point, join(stateFolder, "state", name));
  return { count: there.length, bytes };
}

/** What people had made of outputs, and a run moved aside. Counted in runs. */
export function cleanDisplaced({ disk, stateFolder, dryRun }: CleanStateRequest): Cleaned {
  const folder = join(stateFolder, "displaced");
  if (disk.stat(folder) === undefined) return { count: 0, bytes: 0 };
  const cleaned = { count: disk.list(folder).length, bytes: bytesBelow(disk, folder) };
  if (!dryRun) disk.remove("displace", folder);
  return cleaned;
}
