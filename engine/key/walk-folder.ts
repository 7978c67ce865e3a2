import type { DirectoryEntry, FileStat } from "../platform/disk.ts";
import { Pace } from "../platform/files/pace.ts";
import type { ContentReader, Exclude } from "./content.ts";
import { FoundFiles } from "./found-files.ts";

/** What stands in a folder, before anything is hashed. */
export interface WalkedFolder {
  /** Of the members, sorted by UTF-16 code units. */
  readonly names: readonly string[];
  /** Of the same: the index of a file, a folder, or what a link counts as. */
  readonly members: readonly (number | WalkedFolder | string)[];
}

export interface Walk {
  /** Absolute, without links on the way. */
  readonly root: string;
  readonly exclude?: Exclude | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What a link counts as. */
  readonly readLink: (link: { readonly folder: string; readonly path: string; readonly text: string }) => Promise<string>;
}

/** A folder with all that is below it, and its files. Long ones do not hold up the main thread. */
export async function walkFolder(
  reader: ContentReader,
  walk: Walk,
): Promise<{ readonly folder: WalkedFolder; readonly files: FoundFiles }> {
  const files = new FoundFiles();
  const folder = await walkMembers(reader, { walk, folder: walk.root, name: "", files, pace: new Pace() });
  return { folder, files };
}

interface Visit {
  readonly walk: Walk;
  readonly folder: string;
  /** Relative to the root. */
  readonly name: string;
  readonly files: FoundFiles;
  readonly pace: Pace;
}

async function walkMembers(reader: ContentReader, visit: Visit): Promise<WalkedFolder> {
  const { walk, folder, pace } = visit;
  const names: string[] = [];
  const members: (number | WalkedFolder | string)[] = [];
  for (const member of sorted(reader.disk.list(folder))) {
    if (pace.due) await pace.rest();
    walk.signal?.throwIfAborted();
    const name = visit.name === "" ? member.name : `${visit.name}/${member.name}`;
    if (walk.exclude?.(name, member.type === "directory") === true) continue;
    const found = walkFile(reader, { visit, member, name }) ?? (await walkOther(reader, { visit, member, name }));
    if (found === undefined) continue;
    names.push(member.name);
    members.push(found);
  }
  return { names, members };
}

const sorted = (members: readonly DirectoryEntry[]): readonly DirectoryEntry[] =>
  [...members].sort((one, other) => (one.name < other.name ? -1 : 1));

interface Step {
  readonly visit: Visit;
  readonly member: DirectoryEntry;
  readonly name: string;
}

function walkFile({ disk }: ContentReader, { visit, member }: Step): number | undefined {
  if (member.type !== "file") return undefined;
  const stat = disk.stat(`${visit.folder}/${member.name}`);
  return stat?.type === "file" ? visit.files.add({ folder: visit.name, name: member.name, stat }) : undefined;
}

async function walkOther(reader: ContentReader, { visit, member, name }: Step): Promise<number | WalkedFolder | string | undefined> {
  const path = `${visit.folder}/${member.name}`;
  if (member.type === "link") {
    return visit.walk.readLink({ folder: visit.folder, path, text: reader.disk.readLink(path) });
  }
  const stat = reader.disk.stat(path);
  if (stat?.type === "directory") return walkMembers(reader, { ...visit, folder: path, name });
  // Where a listing does not tell what its members are.
  return stat?.type === "file" ? visit.files.add({ folder: visit.name, name: member.name, stat }) : undefined;
}

export const shapeOf = (stat: FileStat): "file" | "executable" => ((stat.mode & 0o111) === 0 ? "file" : "executable");
