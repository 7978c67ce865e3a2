import { join, relative } from "node:path";
import type { Disk } from "../platform/disk.ts";
import { bytesBelow } from "../run/bytes-below.ts";
import type { Need, NeedKind } from "./needs.ts";
import type { StoreContents } from "./store-contents.ts";
import type { Kept } from "./survey.ts";

/** What bytes are kept for. `evidence`: manifests and texts that `why` compares. `unneeded`: what `gc` may take. */
export type UseKind = NeedKind | "evidence" | "results" | "unneeded" | "leftovers";

/** Bytes that are kept for one thing; what several need is counted for the first of them. */
export interface Use {
  readonly kind: UseKind;
  /** Absolute; absent where no one project is meant. */
  readonly project?: string;
  /** The stage, or what else it is of: the path of a pin, of a file of the registry, the name of an experiment. */
  readonly of?: string;
  /** The lock of the stage, relative to the project. */
  readonly lock?: string;
  /** The branch, or tag, on which it is needed. */
  readonly branch?: string;
  readonly files: number;
  readonly bytes: number;
}

/** Largest first. */
export function usesOf({ survey, neededBy, evidence }: StoreContents): readonly Use[] {
  const uses = new Map<string, Use>();
  const count = (use: Omit<Use, "files" | "bytes">, { bytes }: Kept): void => {
    const name = JSON.stringify(use);
    const known = uses.get(name) ?? { ...use, files: 0, bytes: 0 };
    uses.set(name, { ...known, files: known.files + 1, bytes: known.bytes + bytes });
  };
  for (const [digest, kept] of survey.objects) {
    const need = neededBy.get(digest);
    count(need === undefined ? { kind: evidence.has(digest) ? "evidence" : "unneeded" } : useOf(need), kept);
  }
  for (const kept of survey.actions.values()) count({ kind: "results" }, kept);
  for (const kept of survey.temporaries) count({ kind: "leftovers" }, kept);
  return [...uses.values()].sort((one, other) => other.bytes - one.bytes);
}

function useOf({ kind, project, source, stage, path }: Need): Omit<Use, "files" | "bytes"> {
  if (kind === "branch")
    return { kind, project, of: stage ?? path ?? source, ...(stage !== undefined && { lock: path ?? "" }), branch: source };
  if (kind === "lock") return { kind, project, of: stage ?? source, lock: source };
  return { kind, project, of: kind === "run" ? (stage ?? source) : source };
}

/** How long ago it was used last; milliseconds, the last without end. */
export const ages = [86_400_000, 7 * 86_400_000, 30 * 86_400_000, Number.POSITIVE_INFINITY] as const;

/** Bytes of the store by `ages`. */
export function bytesByAge({ survey }: StoreContents, now: number): readonly number[] {
  const sums = ages.map(() => 0);
  for (const { bytes, usedAt } of [...survey.objects.values(), ...survey.actions.values()]) {
    const index = ages.findIndex((age) => now - usedAt <= age);
    sums[index] = (sums[index] ?? 0) + bytes;
  }
  return sums;
}

/** A part of a project's `.millrace/` besides the store. */
export interface StatePart {
  /** Relative to the project. */
  readonly path: string;
  readonly bytes: number;
}

/** Largest first: logs, runs, caches, what was displaced. */
export function stateParts(
  disk: Disk,
  { projectRoot, storeFolder }: { readonly projectRoot: string; readonly storeFolder: string },
): readonly StatePart[] {
  const folder = join(projectRoot, ".millrace");
  if (disk.stat(folder)?.type !== "directory") return [];
  return disk
    .list(folder)
    .map(({ name }) => join(folder, name))
    .filter((path) => path !== storeFolder)
    .map((path) => ({ path: relative(projectRoot, path), bytes: bytesBelow(disk, path) }))
    .filter(({ bytes }) => bytes > 0)
    .sort((one, other) => other.bytes - one.bytes);
}
