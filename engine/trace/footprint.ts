import type { Access } from "./access.ts";
import type { Traced } from "./strace-accesses.ts";

/** What a program did to one path, all in all. */
export interface Trail {
  /** The path without links, where a link led there. */
  target?: string;
  /** With a content that it had not written itself. */
  read: boolean;
  /** Whether the first that it did was to make it. */
  made: boolean;
  written: boolean;
  removed: boolean;
  listed: boolean;
  folder: boolean;
  looked: boolean;
  absent: boolean;
}

export interface Footprint {
  /** By absolute path. */
  readonly trails: ReadonlyMap<string, Trail>;
  /** Addresses that it connected to, but for those that are its own. */
  readonly connections: readonly string[];
}

/** Memory grows with the paths, not with the accesses. */
export function footprintOf(accesses: Iterable<Traced>): Footprint {
  const trails = new Map<string, Trail>();
  const addresses = new Set<string>();
  const own = new Set<number>();
  for (const access of accesses) {
    if (access.kind === "connect") addresses.add(access.address);
    else if (access.kind === "own-address") own.add(access.port);
    else leave(trails, access);
  }
  const isOwn = (address: string): boolean => /^(?:127\.|\[::1\]|0\.0\.0\.0)/.test(address) && own.has(Number(/\d+$/.exec(address)?.[0]));
  return { trails, connections: [...addresses].filter((address) => !isOwn(address)).sort() };
}

function leave(trails: Map<string, Trail>, { kind, path, target }: Access): void {
  let trail = trails.get(path);
  if (trail === undefined) {
    const made = kind === "write" || kind === "make-folder";
    trail = { read: false, made, written: false, removed: false, listed: false, folder: false, looked: false, absent: false };
    trails.set(path, trail);
  }
  if (target !== undefined) trail.target = target;
  switch (kind) {
    case "read":
      trail.read ||= !trail.made;
      return;
    case "write":
      // A name that was asked for in vain and is then written is new.
      trail.made ||= trail.absent && !trail.read;
      trail.written = true;
      return;
    case "change":
      trail.made ||= trail.absent && !trail.read;
      trail.written = true;
      return;
    case "list":
      trail.listed ||= !trail.made;
      return;
    case "make-folder":
      trail.made ||= !trail.read && !trail.listed;
      trail.folder = true;
      return;
    case "remove":
      trail.removed = true;
      return;
    case "look":
      trail.looked = true;
      return;
    case "absent":
      trail.absent = true;
  }
}
