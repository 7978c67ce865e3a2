import { relative, resolve } from "node:path";
import type { Following } from "../events/transfer.ts";
import type { Disk, SizedFile } from "../platform/disk.ts";
import type { TaskWatch } from "../platform/files/file-task.ts";
import { Pace } from "../platform/files/pace.ts";
import type { Digest } from "../platform/identity.ts";
import { canonicalJson } from "./canonical-json.ts";
import { digestOf } from "./digest.ts";
import { type Entry, entryText } from "./entry.ts";
import { followTasks } from "./follow-tasks.ts";
import type { FoundFiles } from "./found-files.ts";
import type { HashFiles, StatCache } from "./stat-cache.ts";
import { shapeOf, type WalkedFolder, walkFolder } from "./walk-folder.ts";

/** A folder as content: its members by name, each an entry text (see entry.ts) or `link:` and the link's text. Sub-folders are trees of their own. */
export type Tree = Readonly<Record<string, string>>;

export const treeText = (tree: Tree): string => canonicalJson({ tree });

/** What `treeText` was made of. */
export const treeOfText = (text: string): Tree => (JSON.parse(text) as { readonly tree: Tree }).tree;

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
  /** Called for each sub-folder and, last, for the folder itself, with the text of its tree. */
  readonly onTree?: (digest: Digest, text: string) => void;
  /** Reads files that nothing is known of. */
  readonly hash?: HashFiles;
  /** Called with files that need not be read, since they are known, some at a time; not with those behind links that lead out of the folder. */
  readonly onKnown?: (files: readonly KnownFile[]) => Promise<void>;
  /** Called once all files are hashed, before the first tree. */
  readonly onMeasured?: (measured: { readonly size: number; readonly files: number }) => void;
}

export interface KnownFile extends SizedFile {
  readonly digest: Digest;
}

/** What stands at `path`, hashed; `undefined` where nothing does. Throws what the disk throws for what it may not read. */
export async function readContent(reader: ContentReader, request: ContentRequest): Promise<Entry | undefined> {
  const stat = reader.disk.statTarget(request.path);
  if (stat === undefined || stat.type === "other") return undefined;
  const isFolder = stat.type === "directory";
  const hash = request.hash ?? hashing(reader, request);
  if (isFolder) return readFolder(reader, { ...request, hash });
  const { digest, known } = await reader.statCache.digest(request.path, stat, hash);
  const size = Number(stat.size);
  if (known) await request.onKnown?.([{ path: request.path, size, digest }]);
  request.onMeasured?.({ size, files: 1 });
  return { digest, shape: shapeOf(stat) };
}

function hashing({ disk }: ContentReader, request: ContentRequest): HashFiles {
  let watch: TaskWatch | undefined;
  return (files, all) => {
    watch ??= followTasks(request, { doing: "hash", ...all });
    return disk.hashAll(files, watch);
  };
}

async function readFolder(reader: ContentReader, request: ContentRequest & { readonly hash: HashFiles }): Promise<Entry> {
  // Where a link leads depends on where the folder really is.
  const root = reader.disk.realPath(request.path) ?? request.path;
  const { folder, files } = await walkFolder(reader, {
    root,
    exclude: request.exclude,
    signal: request.signal,
    readLink: (link) => readLink(reader, { ...link, request, root }),
  });
  await reader.statCache.digests({ root, files, hash: request.hash });
  if (request.onKnown !== undefined) await tellKnown(files, { root, onKnown: request.onKnown });
  request.onMeasured?.({ size: files.totalBytes, files: files.length });
  return treeEntry(folder, { files, onTree: request.onTree, pace: new Pace() });
}

/** Files that are told of at a time. */
const batch = 4096;

interface Telling {
  readonly root: string;
  readonly onKnown: NonNullable<ContentRequest["onKnown"]>;
}

async function tellKnown(files: FoundFiles, { root, onKnown }: Telling): Promise<void> {
  let told: KnownFile[] = [];
  for (let index = 0; index < files.length; index += 1) {
    if (files.origin(index) !== "known") continue;
    told.push({ path: `${root}/${files.name(index)}`, size: files.size(index), digest: files.digest(index) });
    if (told.length < batch) continue;
    await onKnown(told);
    told = [];
  }
  if (told.length > 0) await onKnown(told);
}

interface Listing {
  readonly files: FoundFiles;
  readonly onTree: ContentRequest["onTree"];
  readonly pace: Pace;
}

/** The tree's text is written as `treeText` would, without a tree: its members are sorted. */
async function treeEntry({ names, members }: WalkedFolder, listing: Listing): Promise<Entry> {
  const { files, onTree, pace } = listing;
  let text = '{"tree":{';
  for (const [position, name] of names.entries()) {
    if (pace.due) await pace.rest();
    const member = members[position];
    let value: string;
    if (typeof member === "string") value = JSON.stringify(member);
    else if (typeof member === "number") value = `"${files.digest(member)}${files.isExecutable(member) ? "+x" : ""}"`;
    else value = member === undefined ? "" : `"${entryText(await treeEntry(member, listing))}"`;
    text += `${position === 0 ? "" : ","}${JSON.stringify(name)}:${value}`;
  }
  text += "}}";
  const digest = digestOf(text);
  onTree?.(digest, text);
  return { digest, shape: "directory" };
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
