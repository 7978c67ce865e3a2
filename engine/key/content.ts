import { join, relative, resolve } from "node:path";
import type { Following } from "../events/transfer.ts";
import type { DirectoryEntry, Disk, FileStat } from "../platform/disk.ts";
import type { Digest } from "../platform/identity.ts";
import { canonicalJson } from "./canonical-json.ts";
import { digestOf } from "./digest.ts";
import { type Entry, entryText } from "./entry.ts";
import type { StatCache } from "./stat-cache.ts";

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
}

/** What stands at `path`, hashed; `undefined` where nothing does. Throws what the disk throws for what it may not read. */
export async function readContent(reader: ContentReader, request: ContentRequest): Promise<Entry | undefined> {
  const stat = reader.disk.statTarget(request.path);
  if (stat === undefined || stat.type === "other") return undefined;
  if (stat.type === "directory") {
    // Where a link leads depends on where the folder really is.
    const root = reader.disk.realPath(request.path) ?? request.path;
    return readFolder(reader, { request, root, folder: root, name: "" });
  }
  return { digest: await reader.statCache.digest(request.path, stat), shape: shapeOf(stat) };
}

interface FolderVisit {
  readonly request: ContentRequest;
  /** The folder that is read, without links on the way. */
  readonly root: string;
  readonly folder: string;
  readonly name: string;
}

async function readFolder(reader: ContentReader, visit: FolderVisit): Promise<Entry> {
  // Without a prototype: `__proto__` is a name like any other.
  const tree: Record<string, string> = Object.create(null);
  for (const member of reader.disk.list(visit.folder)) {
    const name = visit.name === "" ? member.name : `${visit.name}/${member.name}`;
    if (visit.request.exclude?.(name, member.type === "directory") === true) continue;
    const text = await readMember(reader, { ...visit, member, memberName: name });
    if (text !== undefined) tree[member.name] = text;
  }
  const digest = digestOf(treeText(tree));
  visit.request.onTree?.(digest, tree);
  return { digest, shape: "directory" };
}

async function readMember(
  reader: ContentReader,
  visit: FolderVisit & { readonly member: DirectoryEntry; readonly memberName: string },
): Promise<string | undefined> {
  const path = join(visit.folder, visit.member.name);
  if (visit.member.type === "link") return readLink(reader, { ...visit, path });
  const stat = reader.disk.stat(path);
  if (stat?.type === "directory") {
    return entryText(await readFolder(reader, { ...visit, folder: path, name: visit.memberName }));
  }
  if (stat?.type !== "file") return undefined;
  return entryText({ digest: await reader.statCache.digest(path, stat), shape: shapeOf(stat) });
}

/** A link is its text; where it leads to what is not read here, also the content behind it, since a program reads that. */
async function readLink(reader: ContentReader, visit: FolderVisit & { readonly path: string }): Promise<string> {
  const { request, root } = visit;
  const text = reader.disk.readLink(visit.path);
  const target = reader.disk.realPath(visit.path);
  const linkDepth = (request.linkDepth ?? 0) + 1;
  // What would be read, were it there: nothing of this folder stands for it.
  if (target === undefined && !isRead(resolve(visit.folder, text), { root, exclude: request.exclude })) return `link:${text}\u0000`;
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

const shapeOf = (stat: FileStat): "file" | "executable" => ((stat.mode & 0o111) === 0 ? "file" : "executable");
