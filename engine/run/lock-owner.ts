import type { Platform } from "../platform/platform.ts";

/** Who holds the project's lock, as its file says. */
export interface LockOwner {
  readonly pid: number;
  /** See `Processes.startTime`; with `pid` it names one process for good, also across a restart of the machine. */
  readonly startTime: string;
  readonly host: string;
  /** Milliseconds since the epoch, for people. */
  readonly since: number;
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

/** Of another machine nothing can be known: it counts as alive. */
export function isAlive({ environment, processes }: Platform, owner: LockOwner): boolean {
  return owner.host !== environment.hostName || processes.startTime(owner.pid) === owner.startTime;
}

export function ownerText({ environment }: Platform, owner: LockOwner): string {
  const where = owner.host === environment.hostName ? "" : ` on ${owner.host}`;
  const since = Number.isFinite(owner.since) ? ` (since ${new Date(owner.since).toISOString().replace(/\.\d+Z$/, "Z")})` : "";
  return `process ${owner.pid}${where}${since}`;
}
