import { join } from "node:path";
import type { Following } from "../events/transfer.ts";
import { readContent } from "../key/content.ts";
import { type Entry, sameEntry } from "../key/entry.ts";
import { readExclude } from "../key/exclude.ts";
import { StatCache } from "../key/stat-cache.ts";
import { findPins } from "../lock/find-pins.ts";
import { Ledger } from "../lock/ledger.ts";
import type { Disk } from "../platform/disk.ts";
import type { ProjectPath } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";

/** An output, or pinned data, that is not what it was recorded to be: edited since, or damaged. */
export interface Differing {
  readonly path: ProjectPath;
  /** The stage that made it; absent of pinned data. */
  readonly stage?: string;
}

export interface VerifiedWorkspace {
  readonly paths: number;
  readonly differing: readonly Differing[];
}

export interface WorkspaceRequest extends Following {
  readonly platform: Pick<Platform, "disk" | "clock">;
  /** Absolute. */
  readonly projectRoot: string;
}

/**
 * Hashes outputs and pinned data once more, whatever the stat cache says of them. Where one differs, the stat cache is dropped: the
 * next run hashes too, and restores what it must.
 */
export async function verifyWorkspace({ platform, projectRoot, signal, onTransfer }: WorkspaceRequest): Promise<VerifiedWorkspace> {
  const { disk, clock } = platform;
  const state = join(projectRoot, ".millrace", "state");
  const recorded = recordedPaths(platform, projectRoot);
  const exclude = await readExclude(disk, projectRoot);
  const differing: Differing[] = [];
  let files = 0;
  for (const { path, stage, entry } of recorded) {
    signal?.throwIfAborted();
    // A cache of no file knows nothing.
    const reader = { disk, statCache: new StatCache({ disk, clock, file: join(state, "none") }) };
    const found = await readContent(reader, { path: join(projectRoot, path), ...(stage === undefined && { exclude: exclude(path) }) });
    files += 1;
    onTransfer?.({ doing: "verify", files, allFiles: recorded.length, bytes: 0 });
    if (found !== undefined && !sameEntry(found, entry)) differing.push({ path, ...(stage !== undefined && { stage }) });
  }
  if (differing.length > 0) forgetFiles(disk, projectRoot);
  return { paths: recorded.length, differing };
}

/** Whatever was known of files: the next run hashes. */
export function forgetFiles(disk: Disk, projectRoot: string): void {
  const state = join(projectRoot, ".millrace", "state");
  for (const name of ["stats.bin", "stats.bin.folders"]) disk.remove("stat-cache", join(state, name));
}

interface Recorded extends Differing {
  readonly entry: Entry;
}

/** What is not here is not wrong: it is brought when it is wanted. */
function recordedPaths({ disk }: WorkspaceRequest["platform"], projectRoot: string): readonly Recorded[] {
  const ledger = new Ledger({ disk, file: join(projectRoot, ".millrace", "state", "ledger.jsonl") });
  const outputs = ledger.owners().flatMap((owner) => ledger.of(owner));
  return [
    ...outputs.flatMap(({ path, stage, entry }) => (entry === undefined ? [] : [{ path, stage, entry }])),
    ...findPins(disk, projectRoot).pins.map(({ path, entry }) => ({ path, entry })),
  ];
}
