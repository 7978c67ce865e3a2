import type { Platform } from "../platform/platform.ts";
import type { ProcessIdentity } from "../platform/process-identity.ts";

/** Who holds a lock, as its file says. */
export interface LockOwner extends ProcessIdentity {
  /** Milliseconds since the epoch, for people. */
  readonly since: number;
}

/** A process that ends the owner's stages where the owner is dead: until it has, they may still write. */
export interface LockHeir {
  readonly watchdog: number;
  /** See `Processes.startTime`. */
  readonly startTime: string;
}

/** From the last whole line that names one: a later watchdog takes over from an earlier one. */
export function parseHeir(text: string): LockHeir | undefined {
  const lines = text.split("\n").slice(1, -1).flatMap(parseHeirLine);
  return lines.at(-1);
}

function parseHeirLine(line: string): readonly LockHeir[] {
  try {
    const heir: LockHeir = JSON.parse(line);
    return typeof heir.watchdog === "number" && typeof heir.startTime === "string" ? [heir] : [];
  } catch {
    return [];
  }
}

/** From the first line; `undefined` where that is none. */
export function parseOwner(text: string): LockOwner | undefined {
  try {
    const owner: LockOwner = JSON.parse(text.split("\n", 1)[0] ?? "");
    return typeof owner.pid === "number" && typeof owner.startTime === "string" && typeof owner.host === "string" ? owner : undefined;
  } catch {
    return undefined;
  }
}

export const heirLine = ({ processes }: Platform, watchdog: number): string =>
  `${JSON.stringify({ watchdog, startTime: processes.startTime(watchdog) ?? "" } satisfies LockHeir)}\n`;

export const outlives = ({ processes }: Platform, { watchdog, startTime }: LockHeir): boolean =>
  processes.startTime(watchdog) === startTime;

/** `file`: what to remove where the owner is gone for good. */
export function ownerText({ environment }: Platform, owner: LockOwner, file = ".millrace/lock"): string {
  const here = owner.host === environment.hostName;
  const since = Number.isFinite(owner.since) ? ` (since ${new Date(owner.since).toISOString().replace(/\.\d+Z$/, "Z")})` : "";
  // A container that was killed has a host name that never comes back.
  return here ? `process ${owner.pid}${since}` : `process ${owner.pid} on ${owner.host}${since}; where it has ended, remove ${file}`;
}
