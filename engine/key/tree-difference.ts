import type { Digest } from "../platform/identity.ts";
import { byteCount } from "./byte-count.ts";
import type { Tree } from "./content.ts";
import { type Entry, parseEntry } from "./entry.ts";
import { type ContentDifference, contentDifference } from "./text-difference.ts";
import { valueDifference } from "./value-difference.ts";

/** What is kept of contents, by digest. */
export interface Contents {
  /** Of a file; `undefined` where its bytes are nowhere, or too many to compare. */
  readonly bytes: (digest: Digest) => Uint8Array | undefined;
  readonly tree: (digest: Digest) => Tree | undefined;
  /** In bytes; `undefined` where that is not known. */
  readonly size: (digest: Digest) => number | undefined;
}

export interface EntryPair {
  readonly before: Pick<Entry, "digest" | "shape">;
  readonly after: Pick<Entry, "digest" | "shape">;
}

/** Members of a folder that are told; what is left is counted. */
const mostMembers = 8;
/** Lines of one of a folder's files. */
const mostLines = 6;

/** How two entries of other content differ; `undefined` where nothing of them is kept. */
export function entryDifference({ before, after }: EntryPair, contents: Contents): ContentDifference | undefined {
  if (before.shape === "directory" && after.shape === "directory") return folderDifference({ before, after }, contents);
  if (before.shape === "directory" || after.shape === "directory") return undefined;
  const [old, now] = [contents.bytes(before.digest), contents.bytes(after.digest)];
  if (old !== undefined && now !== undefined)
    return valueDifference({ before: old, after: now }) ?? contentDifference({ before: old, after: now });
  const [was, is] = [contents.size(before.digest), contents.size(after.digest)];
  if (is === undefined) return undefined;
  const sizes = was === undefined || was === is ? `${byteCount(is)} of other content` : `${byteCount(was)} -> ${byteCount(is)}`;
  return { gist: sizes, lines: [], opaque: true };
}

function folderDifference({ before, after }: EntryPair, contents: Contents): ContentDifference | undefined {
  const [old, now] = [contents.tree(before.digest), contents.tree(after.digest)];
  if (old === undefined || now === undefined) return undefined;
  const members = withMoves(memberChanges({ before: old, after: now, folder: "" }, contents));
  if (members.length === 0) return undefined;
  const [only] = members;
  if (only !== undefined && members.length === 1) return { gist: only.text, lines: only.lines };
  const lines = members
    .slice(0, mostMembers)
    .flatMap(({ text, lines: more }) => [
      text,
      ...more.slice(0, mostLines).map((line) => `  ${line}`),
      ...(more.length > mostLines ? [`  … and ${more.length - mostLines} more lines`] : []),
    ]);
  const left = members.length - mostMembers;
  return { gist: gistOf(members), lines: left > 0 ? [...lines, `… and ${left} more`] : lines };
}

interface Member {
  readonly kind: "added" | "removed" | "changed" | "moved";
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  /** Of what was added or removed: one that came as another went was moved. */
  readonly content?: string;
}

function gistOf(members: readonly Member[]): string {
  const counts = (["added", "removed", "changed", "moved"] as const).map((kind) => ({
    kind,
    count: members.filter((member) => member.kind === kind).length,
  }));
  const told = counts.filter(({ count }) => count > 0);
  return told.map(({ kind, count }, index) => `${count}${index > 0 ? "" : count === 1 ? " file" : " files"} ${kind}`).join(", ");
}

interface Folders {
  readonly before: Tree;
  readonly after: Tree;
  /** Its name with a slash; empty for the folder itself. */
  readonly folder: string;
}

function memberChanges({ before, after, folder }: Folders, contents: Contents): readonly Member[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    const now = Object.hasOwn(after, name) ? after[name] : undefined;
    return old === now ? [] : memberChange({ path: folder + name, old, now }, contents);
  });
}

interface MemberTexts {
  readonly path: string;
  readonly old: string | undefined;
  readonly now: string | undefined;
}

function memberChange({ path, old, now }: MemberTexts, contents: Contents): readonly Member[] {
  const [before, after] = [old === undefined ? undefined : parseEntry(old), now === undefined ? undefined : parseEntry(now)];
  const subtree = (entry: Entry | undefined): Tree | undefined =>
    entry === undefined ? {} : entry.shape === "directory" ? contents.tree(entry.digest) : undefined;
  const isFolder = [before, after].some((entry) => entry?.shape === "directory");
  const [left, right] = [old === undefined ? {} : before && subtree(before), now === undefined ? {} : after && subtree(after)];
  if (isFolder && left !== undefined && right !== undefined)
    return memberChanges({ before: left, after: right, folder: `${path}/` }, contents);
  if (old === undefined) return [{ kind: "added", path, text: `${path} added`, lines: [], ...(now !== undefined && { content: now }) }];
  if (now === undefined) return [{ kind: "removed", path, text: `${path} removed`, lines: [], content: old }];
  if (before === undefined || after === undefined)
    return [{ kind: "changed", path, text: `${path}: ${linkText(old)} -> ${linkText(now)}`, lines: [] }];
  const shape = shapeChange({ before, after });
  if (before.digest === after.digest) return [{ kind: "changed", path, text: `${path} ${shape}`, lines: [] }];
  const found = isFolder ? undefined : entryDifference({ before, after }, contents);
  const told = [found?.gist, shape].filter((part) => part !== undefined).join(", ");
  return [{ kind: "changed", path, text: told === "" ? `${path} changed` : `${path}: ${told}`, lines: found?.lines ?? [] }];
}

const linkText = (text: string): string => {
  const [target = ""] = text.split("\u0000");
  return target.startsWith("link:") ? `link to ${target.slice("link:".length)}` : (parseEntry(text)?.shape ?? "file");
};

/** `undefined` where neither is another kind of thing than it was. */
export function shapeChange({ before, after }: EntryPair): string | undefined {
  if (before.shape === after.shape) return undefined;
  if (before.shape === "file" && after.shape === "executable") return "now executable";
  if (before.shape === "executable" && after.shape === "file") return "no longer executable";
  return before.shape === "directory" ? "folder -> file" : "file -> folder";
}

/** What came under one name as the same went under another was moved. */
function withMoves(members: readonly Member[]): readonly Member[] {
  const gone = new Map(members.filter(({ kind }) => kind === "removed").map((member) => [member.content, member]));
  const moved = new Map<Member, Member>();
  for (const member of members) {
    const origin = member.kind === "added" ? gone.get(member.content) : undefined;
    if (origin === undefined) continue;
    gone.delete(member.content);
    moved.set(member, origin);
  }
  const origins = new Set(moved.values());
  return members.flatMap((member): readonly Member[] => {
    if (origins.has(member)) return [];
    const origin = moved.get(member);
    return origin === undefined
      ? [member]
      : [{ kind: "moved", path: member.path, text: `${origin.path} moved to ${member.path}`, lines: [] }];
  });
}
