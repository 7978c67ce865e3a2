import { relative, resolve } from "node:path";
import type { Following } from "../events/transfer.ts";
import type { Disk, SizedFile } from "../platform/disk.ts";
import type { Digest } from "../platform/identity.ts";
import { canonicalJson } from "./canonical-json.ts";
import { digestOf } from "./digest.ts";
import { type Entry, entryText } from "./entry.ts";
import { followTasks, inBatches } from "./follow-tasks.ts";
import type { StatCache } from "./stat-cache.ts";
import { shapeOf, type WalkedFolder, walkFolder } from "./walk-folder.ts";

/** A folder as content: its members by name, each an entry text (see entry.ts) or `link:` and the link's text. Sub-folders are trees of their own. */
export type Tree = Readonly<Record<string, string>>;

export const treeText = (tree: Tree): string => canonicalJson({ tree });

export interface ContentReader {
  readonly disk: Disk;
  readonly statCache: StatCache;
}

/** `name` is relative to the folder that is read, with `/`; `true` leaves the member out. */
export type Exclude = (name: string, directory: boolean) => boolean;

export interface ContentRequest extends Following {
  /** Absolute. A link is followed. */
  readonly path: string;
  readonly exclude?: Exclude;
  /** Links followed so far: two folders that link to each other end. */
  readonly linkDepth?: number;
  /** Called for each sub-folder and, last, for the folder itself. */
  readonly onTree?: (digest: Digest, tree: Tree) => void;
  /** Reads files that nothing is known of: gives the SHA-256 of each, in order. */
  readonly hash?: (files: readonly SizedFile[]) => Promise<readonly string[]>;
  /** Called for each file, once all are hashed; not for those behind links that lead out of the folder. */
  readonly onFile?: (file: KnownFile) => void;
}

export interface KnownFile extends SizedFile {
  readonly digest: Digest;
}

/** What stands at `path`, hashed; `undefined` where nothing does. Throws what the disk throws for what it may not read. */
export async function readContent(reader: ContentReader, request: ContentRequest): Promise<Entry | undefined> {
  const stat = reader.disk.statTarget(request.path);
  if (stat === undefined || stat.type === "other") return undefined;
  const isFolder = stat.type === "directory";
  const hash = request.hash ?? hashing(reader, request, isFolder ? {} : { allFiles: 1, allBytes: Number(stat.size) });
  if (isFolder) return readFolder(reader, { ...request, hash });
  const digest = await reader.statCache.digest(request.path, stat, hash);
  request.onFile?.({ path: request.path, size: Number(stat.size), digest });
  return { digest, shape: shapeOf(stat) };
}

type Hash = NonNullable<ContentRequest["hash"]>;

function hashing({ disk }: ContentReader, request: ContentRequest, all: { readonly allFiles?: number; readonly allBytes?: number }): Hash {
  return async (files) => {
    const totals = { allFiles: files.length, allBytes: files.reduce((sum, { size }) => sum + size, 0), ...all };
    const watch = followTasks(request, { doing: "hash", ...totals });
    return inBatches(files, (batch) => disk.hashAll(batch, watch));
  };
}

async function readFolder(reader: ContentReader, request: ContentRequest & { readonly hash: Hash }): Promise<Entry> {
  // Where a link leads depends on where the folder really is.
  const root = reader.disk.realPath(request.path) ?? request.path;
  const { folder, files } = await walkFolder(reader, {
    root,
    exclude: request.exclude,
    signal: request.signal,
    readLink: (link) => readLink(reader, { ...link, request, root }),
  });
  await reader.statCache.digests({ root, files, hash: request.hash });
  for (const { name, size, digest } of request.onFile === undefined ? [] : files)
    request.onFile?.({ path: `${root}/${name}`, size, digest: known(name, digest) });
  return treeEntry(folder, request.onTree);
}

function treeEntry({ members }: WalkedFolder, onTree: ContentRequest["onTree"]): Entry {
  // Without a prototype: `__proto__` is a name like any other.
  const tree: Record<string, string> = Object.create(null);
  for (const [name, member] of members) {
    if (typeof member === "string") tree[name] = member;
    else tree[name] = entryText("members" in member ? treeEntry(member, onTree) : { ...member, digest: known(name, member.digest) });
  }
  const digest = digestOf(treeText(tree));
  onTree?.(digest, tree);
  return { digest, shape: "directory" };
}

function known(name: string, digest: Digest | undefined): Digest {
  if (digest === undefined) throw new Error(`${name} was not hashed`);
  return digest;
}

interface LinkVisit {
  readonly request: ContentRequest;
  readonly root: string;
  readonly folder: string;
  readonly path: string;
  readonly text: string;
}

/** A link is its text; where it leads to what is not read here, also the content behind it, since a program reads that. */
async function readLink(reader: ContentReader, { request, root, folder, path, text }: LinkVisit): Promise<string> {
  const target = reader.disk.realPath(path);
  const linkDepth = (request.linkDepth ?? 0) + 1;
  // What would be read, were it there: nothing of this folder stands for it.
  if (target === undefined && !isRead(resolve(folder, text), { root, exclude: request.exclude })) return `link:${text}\u0000`;
  if (target === undefined || isRead(target, { root, exclude: request.exclude }) || linkDepth > deepestLink) return `link:${text}`;
  const content = await readContent(reader, { path: target, linkDepth, ...(request.exclude && { exclude: request.exclude }) });
  return `link:${text}\u0000${content === undefined ? "" : entryText(content)}`;
}

/** Whether a path is in the folder, and neither it nor a folder above it is left out. */
function isRead(path: string, { root, exclude }: { readonly root: string; readonly exclude: Exclude | undefined }): boolean {
  const name = relative(root, path);
  if (name === ".." || name.startsWith("../")) return false;
  const parts = name === "" ? [] : name.split("/");
  return !parts.some((_part, index) => exclude?.(parts.slice(0, index + 1).join("/"), index < parts.length - 1));
}

const deepestLink = 8;
