import type { OnTransfer } from "../../events/transfer.ts";
import type { Entry } from "../../key/entry.ts";
import { asDigest, type Digest } from "../../platform/identity.ts";
import type { Store } from "../store.ts";
import { storedTree, treeMembers } from "../tree-members.ts";
import { inParallel } from "./in-parallel.ts";
import { folderName, objectName, objectsPrefix, packsPrefix } from "./layout.ts";
import { fewestPacked, largestPacked, renderFolder } from "./pack.ts";
import { PackBuilder } from "./pack-builder.ts";
import { PackedObjects } from "./packed-objects.ts";
import { present } from "./presence.ts";
import { SendCount } from "./send-count.ts";
import type { Transport } from "./transport.ts";

export interface SendRequest {
  readonly transport: Transport;
  readonly store: Store;
  /** Files, and folders with all that is in them. */
  readonly entries: readonly Entry[];
  /** What explains results: small texts, and listings of folders; of these only what is here and small goes. */
  readonly evidence?: readonly Entry[];
  /** Requests at a time. */
  readonly jobs: number;
  /** Send also what is there. */
  readonly resend: boolean;
  /** Only count. */
  readonly dryRun: boolean;
  readonly onTransfer?: OnTransfer;
}

export interface Sent {
  /** Objects, and their bytes, that were not there, or would have to be sent. */
  readonly objects: number;
  readonly bytes: number;
  /** Objects that were there. */
  readonly there: number;
  /** Of `entries`, those of which something is not in the store, or is corrupt there, so that they could not be sent whole. */
  readonly incomplete: readonly Entry[];
}

/** Bytes: what is larger goes in pieces, one object after the other, so that memory holds a few pieces only. */
const largestWhole = 8_388_608;
/** Bytes: texts up to this size are kept to be compared line by line. */
const largestEvidence = 262_144;
/** A folder in more packs than this, and in more than twice as many as it needs, is packed anew. */
const mostPacks = 16;
const usualPack = 16_777_216;

/**
 * Sends what the remote lacks. Order: objects and packs, then the indexes of packs, last the folders that name the packs: a cut leaves
 * nothing that names what is not there.
 */
export async function send(request: SendRequest): Promise<Sent> {
  const { transport, store, entries, evidence = [], jobs, resend, dryRun, onTransfer } = request;
  const folders: FolderContent[] = [];
  const alone = new Set<Digest>();
  const incomplete: Entry[] = [];
  const sizes = new Map<Digest, number>();
  for (const entry of entries) {
    if (entry.shape === "directory") {
      const content = contentOf(store, entry.digest, { sizes });
      if (content.missing) incomplete.push(entry);
      folders.push(content);
    } else if (store.holds(entry.digest)) alone.add(entry.digest);
    else incomplete.push(entry);
  }
  for (const { shape, digest } of evidence) {
    if (shape === "directory" && store.holds(digest))
      folders.push({ ...contentOf(store, digest, { sizes, largestSmall: largestEvidence }), large: [] });
    else if (shape !== "directory" && (store.size(digest) ?? largestWhole) <= largestEvidence) alone.add(digest);
  }
  const packed = new PackedObjects(transport, { checked: true });
  const named = new Map<Digest, readonly Digest[]>();
  if (!resend) {
    const work = async ({ digest }: FolderContent): Promise<void> => {
      const packs = await packed.openFolder(digest);
      if (packs !== undefined) named.set(digest, packs);
    };
    await inParallel(folders, { limit: jobs, work });
    if (folders.some(({ small }) => small.some((digest) => packed.place(digest) === undefined))) await openAll(transport, packed, jobs);
  }
  for (const { small, large } of folders) {
    for (const digest of small.length >= fewestPacked ? large : [...small, ...large]) alone.add(digest);
  }
  const waiting = folders.filter(({ small }) => small.length >= fewestPacked);
  const anew = new Set(waiting.filter((folder) => isScattered(packed, folder)));
  const toPack = new Set<Digest>();
  for (const folder of waiting)
    for (const digest of folder.small) if (anew.has(folder) || packed.place(digest) === undefined) toPack.add(digest);
  const names = [...alone].map(objectName);
  const there = resend ? new Set<string>() : await present(transport, { names, prefix: objectsPrefix, jobs });
  const toSend = [...alone].filter((digest) => !there.has(objectName(digest)));
  const all = [...toSend, ...toPack];
  const bytes = all.reduce((sum, digest) => sum + (sizes.get(digest) ?? store.size(digest) ?? 0), 0);
  const known = new Set([...alone, ...folders.flatMap(({ small }) => small)]).size;
  const sent: Sent = { objects: new Set(all).size, bytes, there: known - new Set(all).size, incomplete };
  if (dryRun) return sent;

  const count = new SendCount(onTransfer, { files: all.length, bytes });
  let sentAll = await sendAlone(request, { digests: toSend, count });
  const builder = new PackBuilder({ transport, store, jobs, resend, onSent: (object) => count.add(object), onPlace: packed.put });
  for (const digest of toPack) if (!(await builder.add(digest))) sentAll = false;
  await builder.close();
  const work = async ({ digest, small }: FolderContent): Promise<void> => {
    const packs = [...new Set(small.flatMap((member) => packed.place(member)?.pack ?? []))].sort();
    if (named.get(digest)?.join() === packs.join()) return;
    await transport.write(folderName(digest), Buffer.from(renderFolder(packs)), { replace: true });
  };
  await inParallel(waiting, { limit: jobs, work });
  // What turned out to be corrupt as it was read has been dropped.
  return sentAll ? sent : { ...sent, incomplete: entries.filter((entry) => !isWhole(store, entry)) };
}

const isWhole = (store: Store, { shape, digest }: Entry): boolean =>
  shape === "directory" ? !contentOf(store, digest, { sizes: new Map() }).missing : store.holds(digest);

interface FolderContent {
  readonly digest: Digest;
  /** Listings first, then files that are small enough for packs. */
  readonly small: readonly Digest[];
  readonly large: readonly Digest[];
  /** Something of it is not in the store. */
  readonly missing: boolean;
}

interface ContentOptions {
  /** Of files, as they are met. */
  readonly sizes: Map<Digest, number>;
  readonly largestSmall?: number;
}

function contentOf(store: Store, digest: Digest, { sizes, largestSmall = largestPacked }: ContentOptions): FolderContent {
  const trees: Digest[] = [];
  const files = new Set<Digest>();
  let missing = false;
  const waiting = [digest];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const tree = storedTree(store, next);
    if (tree === undefined) {
      missing = true;
      continue;
    }
    trees.push(next);
    for (const member of treeMembers(tree)) {
      if (member.shape === "directory") waiting.push(member.digest);
      else files.add(member.digest);
    }
  }
  const small = [...new Set(trees)];
  const large: Digest[] = [];
  for (const file of files) {
    const size = store.size(file);
    if (size !== undefined) sizes.set(file, size);
    if (size === undefined) missing = true;
    else if (size <= largestSmall) small.push(file);
    else large.push(file);
  }
  return { digest, small, large, missing };
}

/** An earlier version of a folder has most of what a later one needs, and so have packs of a push that was cut. */
async function openAll(transport: Transport, packed: PackedObjects, jobs: number): Promise<void> {
  const names = (await transport.list?.(packsPrefix)) ?? new Set<string>();
  const packs = [...names].flatMap((name) => {
    const match = /([0-9a-f]{2})\/([0-9a-f]{62})\.index$/.exec(name);
    return match === null ? [] : [asDigest(`${match[1]}${match[2]}`)];
  });
  const work = async (pack: Digest): Promise<void> => void (await packed.openPack(pack));
  await inParallel(packs, { limit: jobs, work });
}

function isScattered(packed: PackedObjects, { small }: FolderContent): boolean {
  const places = small.flatMap((digest) => packed.place(digest) ?? []);
  const packs = new Set(places.map(({ pack }) => pack)).size;
  const bytes = places.reduce((sum, { size }) => sum + size, 0);
  return packs > mostPacks && packs > 2 * Math.ceil(bytes / usualPack);
}

/** `false` where something was corrupt. */
async function sendAlone(
  { transport, store, jobs, resend }: SendRequest,
  { digests, count }: { readonly digests: readonly Digest[]; readonly count: SendCount },
): Promise<boolean> {
  const large = digests.filter((digest) => (store.size(digest) ?? 0) > largestWhole);
  const small = digests.filter((digest) => !large.includes(digest));
  let sent = 0;
  const work = async (digest: Digest): Promise<void> => {
    const bytes = store.readBytes(digest);
    if (bytes === undefined) return;
    await transport.write(objectName(digest), bytes, { replace: resend });
    count.add({ files: 1, bytes: bytes.length });
    sent += 1;
  };
  await inParallel(small, { limit: jobs, work });
  for (const digest of large) {
    const path = (await store.verify(digest)) ? store.fileOf(digest) : undefined;
    const size = store.size(digest);
    if (path === undefined || size === undefined) continue;
    await transport.writeFile(objectName(digest), { path, size, onBytes: (bytes) => count.add({ files: 0, bytes }) });
    count.add({ files: 1, bytes: 0 });
    sent += 1;
  }
  return sent === digests.length;
}
