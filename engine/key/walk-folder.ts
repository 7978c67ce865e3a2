import type { DirectoryEntry, FileStat } from "../platform/disk.ts";
import { Pace } from "../platform/files/pace.ts";
import type { ContentReader, Exclude } from "./content.ts";
import type { FoundFile } from "./stat-cache.ts";
import { identityOf } from "./stat-table.ts";

/** What stands in a folder, by name, before anything is hashed; a text is what a link counts as. */
export interface WalkedFolder {
  readonly members: readonly (readonly [name: string, member: WalkedFile | WalkedFolder | string])[];
}

export interface WalkedFile extends FoundFile {
  readonly shape: "file" | "executable";
}

export interface Walk {
  /** Absolute, without links on the way. */
  readonly root: string;
  readonly exclude?: Exclude | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What a link counts as. */
  readonly readLink: (link: { readonly folder: string; readonly path: string; readonly text: string }) => Promise<string>;
}

/** A folder with all that is below it, and its files in a list. Long ones do not hold up the main thread. */
export async function walkFolder(
  reader: ContentReader,
  walk: Walk,
): Promise<{ readonly folder: WalkedFolder; readonly files: readonly WalkedFile[] }> {
  const files: WalkedFile[] = [];
  const folder = await walkMembers(reader, { walk, folder: walk.root, name: "", files, pace: new Pace() });
  return { folder, files };
}

interface Visit {
  readonly walk: Walk;
  readonly folder: string;
  /** Relative to the root. */
  readonly name: string;
  readonly files: WalkedFile[];
  readonly pace: Pace;
}

async function walkMembers(reader: ContentReader, visit: Visit): Promise<WalkedFolder> {
  const { walk, folder, pace } = visit;
  const members: [string, WalkedFile | WalkedFolder | string][] = [];
  for (const member of reader.disk.list(folder)) {
    if (pace.due) await pace.rest();
    walk.signal?.throwIfAborted();
    const name = visit.name === "" ? member.name : `${visit.name}/${member.name}`;
    if (walk.exclude?.(name, member.type === "directory") === true) continue;
    const found = walkFile(reader, { visit, member, name }) ?? (await walkOther(reader, { visit, member, name }));
    if (found !== undefined) members.push([member.name, found]);
  }
  return { members };
}

interface Step {
  readonly visit: Visit;
  readonly member: DirectoryEntry;
  readonly name: string;
}

function walkFile({ disk }: ContentReader, { visit, member, name }: Step): WalkedFile | undefined {
  if (member.type !== "file") return undefined;
  const stat = disk.stat(`${visit.folder}/${member.name}`);
  return stat?.type === "file" ? foundFile({ visit, name, stat }) : undefined;
}

async function walkOther(reader: ContentReader, { visit, member, name }: Step): Promise<WalkedFile | WalkedFolder | string | undefined> {
  const path = `${visit.folder}/${member.name}`;
  if (member.type === "link") {
    return visit.walk.readLink({ folder: visit.folder, path, text: reader.disk.readLink(path) });
  }
  const stat = reader.disk.stat(path);
  if (stat?.type === "directory") return walkMembers(reader, { ...visit, folder: path, name });
  // Where a listing does not tell what its members are.
  return stat?.type === "file" ? foundFile({ visit, name, stat }) : undefined;
}

function foundFile({ visit, name, stat }: { readonly visit: Visit; readonly name: string; readonly stat: FileStat }): WalkedFile {
  const file: WalkedFile = { name, identity: identityOf(stat), device: stat.device, size: Number(stat.size), shape: shapeOf(stat) };
  visit.files.push(file);
  return file;
}

export const shapeOf = (stat: FileStat): "file" | "executable" => ((stat.mode & 0o111) === 0 ? "file" : "executable");
