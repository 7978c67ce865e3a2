import type { Following } from "../events/transfer.ts";
import type { Disk } from "../platform/disk.ts";
import { errorCode } from "../platform/error-code.ts";
import type { Digest } from "../platform/identity.ts";
import { readRoots } from "../store/roots.ts";
import { type Need, needKinds } from "./needs.ts";
import type { StoreContents } from "./store-contents.ts";
import { survey } from "./survey.ts";

/** An object whose bytes do not hash to its name: it has been dropped. */
export interface CorruptObject {
  readonly digest: Digest;
  readonly bytes: number;
  /** What it was kept for, in the order of the kinds of needs; empty where nothing needs it. */
  readonly servedFor: readonly Served[];
}

export interface Served extends Pick<Need, "project" | "kind" | "source" | "stage"> {}

export interface VerifiedStore {
  readonly objects: number;
  readonly bytes: number;
  readonly corrupt: readonly CorruptObject[];
  /** Keys whose record of a result cannot be read: dropped too. */
  readonly tornResults: readonly Digest[];
  /** Paths of records of projects that cannot be read; they stay, for a person to look at. */
  readonly damagedRoots: readonly string[];
}

export interface VerifyRequest extends Following {
  readonly disk: Disk;
  /** Absolute. */
  readonly storeFolder: string;
  /** Who needs what; asked only where something is corrupt. */
  readonly contents: () => StoreContents;
}

/** Hashes every object once more. Only under a lease. */
export async function verifyStore({ disk, storeFolder, contents, signal, onTransfer }: VerifyRequest): Promise<VerifiedStore> {
  const { objects, actions } = survey(disk, storeFolder);
  const allBytes = [...objects.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  const wrong: Digest[] = [];
  let [files, bytes] = [0, 0];
  for (const [digest, kept] of objects) {
    signal?.throwIfAborted();
    if ((await hashOf(disk, kept.path)) !== digest) wrong.push(digest);
    [files, bytes] = [files + 1, bytes + kept.bytes];
    onTransfer?.({ doing: "verify", files, allFiles: objects.size, bytes, allBytes });
  }
  const served = wrong.length === 0 ? new Map<Digest, readonly Served[]>() : servedBy(contents(), new Set(wrong));
  const corrupt = wrong.map((digest) => ({ digest, bytes: objects.get(digest)?.bytes ?? 0, servedFor: served.get(digest) ?? [] }));
  for (const digest of wrong) disk.remove("object", objects.get(digest)?.path ?? "");
  const torn = [...actions].filter(([, { result }]) => result === undefined);
  for (const [, { path }] of torn) disk.remove("action", path);
  return { objects: files, bytes, corrupt, tornResults: torn.map(([key]) => key), damagedRoots: readRoots(disk, storeFolder).damaged };
}

/** What the disk cannot read back is as good as wrong. */
async function hashOf(disk: Disk, path: string): Promise<string> {
  try {
    return await disk.hash(path);
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return "";
  }
}

function servedBy({ projects, digestsOf, evidence }: StoreContents, wanted: ReadonlySet<Digest>): ReadonlyMap<Digest, readonly Served[]> {
  const served = new Map<Digest, Served[]>();
  const needs = projects.flatMap(({ needs: all }) => all);
  for (const kind of needKinds) {
    for (const need of needs) {
      if (need.kind !== kind) continue;
      const hit = new Set(digestsOf(need).filter((digest) => wanted.has(digest)));
      const { project, source, stage } = need;
      for (const digest of hit)
        served.set(digest, [...(served.get(digest) ?? []), { project, kind, source, ...(stage !== undefined && { stage }) }]);
    }
  }
  for (const digest of evidence) if (wanted.has(digest) && !served.has(digest)) served.set(digest, []);
  return served;
}
