import { join } from "node:path";
import { errorCode } from "../platform/error-code.ts";
import type { Platform } from "../platform/platform.ts";
import { isAlive, thisProcess } from "../platform/process-identity.ts";
import { writerToken } from "../platform/writer-token.ts";
import { registerRoot } from "../store/roots.ts";
import { type LockOwner, ownerText, parseOwner } from "./lock-owner.ts";
import { lockHolder, longestPause, shortestPause } from "./project-lock.ts";

export interface LeaseRequest {
  readonly platform: Platform;
  /** Absolute. */
  readonly storeFolder: string;
  /** Absolute: of the project that uses it, so that what the project needs stays. */
  readonly projectRoot: string;
  readonly signal: AbortSignal;
  /** Called once, with whom is waited for: a `gc` at work. */
  readonly onWaiting: (holder: string) => void;
}

/** While it is held, nothing is evicted from the store. */
export interface Lease {
  /** A disk that refuses is no failure: once this process has ended, its lease counts for nothing. */
  release(): void;
}

/** Held by `gc` alone, beside leases of none. */
export const evictionLock = (storeFolder: string): string => join(storeFolder, "lock");

const leaseFolder = (storeFolder: string): string => join(storeFolder, "leases");

/** Of all leases of this process: experiments side by side have one each. */
let leases = 0;

/**
 * Whoever reads or adds to a store takes a lease of it first. Readers and writers share; `gc` works alone. Each side writes down that
 * it is there before it looks for the other, so that one of two that come at once sees the other: `gc` then gives way, and who has a
 * lease waits until `gc` is gone. A store that may not be written is used without, since nobody of these rights evicts from it.
 */
export async function leaseStore({ platform, storeFolder, projectRoot, signal, onWaiting }: LeaseRequest): Promise<Lease> {
  const { disk, clock, environment } = platform;
  const file = join(leaseFolder(storeFolder), `${environment.processId}-${writerToken}-${leases++}`);
  try {
    disk.makeDirectory("lease", leaseFolder(storeFolder));
    disk.replace("lease", file, `${JSON.stringify({ ...thisProcess(platform), since: clock.now() } satisfies LockOwner)}\n`);
    registerRoot(platform, { storeFolder, projectRoot });
  } catch (error) {
    if (!["EROFS", "EACCES", "EPERM"].includes(errorCode(error))) throw error;
  }
  let told = false;
  for (let pause = shortestPause; !signal.aborted; pause = Math.min(pause * 1.5, longestPause)) {
    const holder = lockHolder(platform, evictionLock(storeFolder));
    if (holder === undefined) break;
    if (!told) onWaiting(`the gc of ${holder}`);
    told = true;
    await clock.wait(pause, signal);
  }
  return {
    release: () => {
      if (!forget(platform, file)) letGo.add(file);
    },
  };
}

/** Leases of this process that it let go of and could not remove, on a disk that refused: its number alone would call them held. */
const letGo = new Set<string>();

/** Whether it could be removed; else it is judged by its process. */
function forget({ disk }: Platform, file: string): boolean {
  try {
    disk.remove("lease", file);
    return true;
  } catch {
    return false;
  }
}

/** Who uses the store now, in words; leases of processes that are gone are cleared away. Only under the eviction lock. */
export function leaseHolders(platform: Platform, storeFolder: string): readonly string[] {
  const { disk } = platform;
  const folder = leaseFolder(storeFolder);
  if (disk.stat(folder) === undefined) return [];
  return disk.list(folder).flatMap(({ name }) => {
    const file = join(folder, name);
    const owner = readOwner(platform, file);
    if (owner !== undefined && isAlive(platform, owner) && !letGo.has(file)) return [ownerText(platform, owner, file)];
    if (owner !== undefined || isStale(platform, name)) forget(platform, file);
    return [];
  });
}

function readOwner({ disk }: Platform, file: string): LockOwner | undefined {
  try {
    return parseOwner(disk.read(file).toString("utf8"));
  } catch {
    return undefined;
  }
}

/** A lease that is being written has a temporary name with its process's number. */
function isStale({ processes }: Platform, name: string): boolean {
  const writer = /^\.millrace-(\d+)-/.exec(name)?.[1] ?? /^(\d+)-/.exec(name)?.[1];
  return writer === undefined || processes.startTime(Number(writer)) === undefined;
}
