import { join } from "node:path";
import type { Tree } from "../key/content.ts";
import { type Entry, parseEntry } from "../key/entry.ts";
import { parseTree } from "../key/parse-tree.ts";
import type { Disk } from "../platform/disk.ts";
import { asDigest, type Digest } from "../platform/identity.ts";
import { Actions } from "../store/actions.ts";
import type { ActionResult } from "../store/store.ts";

/** A file of the store. */
export interface Kept {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since the epoch: made, or used last, to within a day. */
  readonly usedAt: number;
}

export interface KeptAction extends Kept {
  /** Absent where the file is no result: torn, or edited. */
  readonly result?: ActionResult;
}

/** All that a store holds. */
export interface Survey {
  readonly objects: ReadonlyMap<Digest, Kept>;
  readonly actions: ReadonlyMap<Digest, KeptAction>;
  /** Of writers that were killed, or that are at work. */
  readonly temporaries: readonly Kept[];
}

/** Lists a store. Reads results, and of objects nothing but what the disk says of them. */
export function survey(disk: Disk, storeFolder: string): Survey {
  const objects = new Map<Digest, Kept>();
  const actions = new Map<Digest, KeptAction>();
  const temporaries: Kept[] = [];
  const remembered = new Actions({ disk, folder: join(storeFolder, "actions") });
  for (const [name, kept] of filesOf(disk, join(storeFolder, "objects"))) {
    if (isDigest(name)) objects.set(asDigest(name), kept);
    else temporaries.push(kept);
  }
  for (const [name, kept] of filesOf(disk, join(storeFolder, "actions"))) {
    const key = name.replace(/\.json$/, "");
    const result = isDigest(key) ? remembered.recall(asDigest(key)) : undefined;
    if (isDigest(key)) actions.set(asDigest(key), { ...kept, ...(result !== undefined && { result }) });
    else temporaries.push(kept);
  }
  return { objects, actions, temporaries };
}

const isDigest = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);

/** `ab/cdef…` by the name `abcdef…`; what stands elsewhere by its own. */
function* filesOf(disk: Disk, folder: string): Generator<readonly [string, Kept]> {
  if (disk.stat(folder)?.type !== "directory") return;
  for (const { name, type } of disk.list(folder)) {
    if (type !== "directory") yield* keptFile(disk, { path: join(folder, name), name });
    else
      for (const member of disk.list(join(folder, name)))
        yield* keptFile(disk, { path: join(folder, name, member.name), name: name + member.name });
  }
}

/** Another process may have removed it since it was listed. */
function* keptFile(disk: Disk, { path, name }: { readonly path: string; readonly name: string }): Generator<readonly [string, Kept]> {
  const stat = disk.stat(path);
  if (stat?.type === "file") yield [name, { path, bytes: Number(stat.size), usedAt: Number(stat.modified / 1_000_000n) }];
}

/** Opens the listings of folders, each once. */
export class Listings {
  readonly #disk: Disk;
  readonly #objects: Survey["objects"];
  readonly #known = new Map<Digest, readonly Digest[]>();

  constructor(disk: Disk, { objects }: Survey) {
    this.#disk = disk;
    this.#objects = objects;
  }

  /** Its object, and those of all that is in it. */
  *digests(entry: Entry): Generator<Digest> {
    yield entry.digest;
    if (entry.shape === "directory") yield* this.#members(entry.digest);
  }

  /** The same where only the digest is known: of a listing, if it reads as one. */
  *unknown(digest: Digest): Generator<Digest> {
    yield* this.digests({ digest, shape: this.#looksLikeListing(digest) ? "directory" : "file" });
  }

  /** What is in an entry, where each of its files is `needed`: of a folder that nothing names as a whole. Else `undefined`. */
  ofNeeded(entry: Entry, needed: ReadonlyMap<Digest, unknown>, above: ReadonlySet<Digest> = new Set()): readonly Digest[] | undefined {
    const { digest, shape } = entry;
    if (shape !== "directory" || needed.has(digest)) return needed.has(digest) ? [digest] : undefined;
    // Damaged, it could name itself.
    if (above.has(digest)) return undefined;
    const found = [digest];
    for (const text of Object.values(this.#tree(digest))) {
      const member = parseEntry(text);
      const inner = member === undefined ? [] : this.ofNeeded(member, needed, new Set([...above, digest]));
      if (inner === undefined) return undefined;
      found.push(...inner);
    }
    return found;
  }

  #members(digest: Digest): readonly Digest[] {
    const known = this.#known.get(digest);
    if (known !== undefined) return known;
    // Damaged, it could name itself.
    this.#known.set(digest, []);
    const members = new Set<Digest>();
    for (const text of Object.values(this.#tree(digest))) {
      const entry = parseEntry(text);
      if (entry !== undefined) for (const member of this.digests(entry)) members.add(member);
    }
    const found = [...members];
    this.#known.set(digest, found);
    return found;
  }

  /** Empty where it is not here, or damaged: then nothing can be made of it either. */
  #tree(digest: Digest): Tree {
    const kept = this.#objects.get(digest);
    return (kept && parseTree(this.#disk.read(kept.path))) ?? {};
  }

  #looksLikeListing(digest: Digest): boolean {
    const kept = this.#objects.get(digest);
    if (kept === undefined || kept.bytes > largestListing) return false;
    return this.#disk.read(kept.path).subarray(0, listingStart.length).equals(listingStart);
  }
}

const listingStart = Buffer.from('{"tree":{');
/** Bytes: of a million files. */
const largestListing = 128 * 2 ** 20;
