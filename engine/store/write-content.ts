import { basename, dirname } from "node:path";
import type { Following } from "../events/transfer.ts";
import type { Tree } from "../key/content.ts";
import { type Entry, parseEntry } from "../key/entry.ts";
import { followTasks } from "../key/follow-tasks.ts";
import type { FoundFiles } from "../key/found-files.ts";
import type { Disk, LinkKind } from "../platform/disk.ts";
import type { TaskWatch } from "../platform/files/file-task.ts";
import { Pace } from "../platform/files/pace.ts";
import type { Digest } from "../platform/identity.ts";
import { refuseNamesakes } from "./namesakes.ts";
import type { Leaving, Left, Objects } from "./objects.ts";

export interface ContentWriter {
  readonly disk: Disk;
  readonly objects: Objects;
  readonly treeOf: (digest: Digest) => Tree | undefined;
}

/** Files that are copied at a time. */
const batch = 4096;

export interface WriteRequest {
  readonly entry: Entry;
  readonly path: string;
  /** Gets the files of a folder, with their digests. */
  readonly written: FoundFiles;
  readonly by: LinkKind;
  readonly following: Following;
}

/** Writes an entry to `path`, where nothing is: folders at once, files a batch at a time, links last. */
export async function writeContent(writer: ContentWriter, { entry, path, written, by, following }: WriteRequest): Promise<Left> {
  const writing: Writing = { root: path, written, by, files: [], links: [], watch: followTasks(following, { doing: "write" }) };
  const begun = await writeEntry(writer, { writing, entry, path });
  const left = begun === "done" ? await flush(writer, writing) : begun;
  if (left !== "done") return left;
  // Last, so that whatever they are called nothing is written through one.
  for (const { target, at } of writing.links) writer.disk.symlink("output", target, at);
  return "done";
}

interface Writing {
  readonly root: string;
  readonly written: FoundFiles;
  readonly by: LinkKind;
  readonly links: { readonly target: string; readonly at: string }[];
  /** Those that wait for their batch. */
  files: Leaving[];
  readonly watch: TaskWatch;
}

interface Place {
  readonly writing: Writing;
  readonly entry: Entry;
  readonly path: string;
}

async function writeEntry(writer: ContentWriter, { writing, entry, path }: Place): Promise<Left> {
  if (entry.shape !== "directory") {
    writing.files.push({ digest: entry.digest, path, executable: entry.shape === "executable" });
    return writing.files.length < batch ? "done" : flush(writer, writing);
  }
  const tree = writer.treeOf(entry.digest);
  if (tree === undefined) return "absent";
  writer.disk.makeDirectory("output", path);
  refuseNamesakes(writer.disk, { folder: path, names: Object.keys(tree) });
  for (const [name, text] of Object.entries(tree)) {
    const left = await writeMember(writer, { writing, text, path: `${path}/${name}` });
    if (left !== "done") return left;
  }
  return "done";
}

async function writeMember(
  writer: ContentWriter,
  { writing, text, path }: { readonly writing: Writing; readonly text: string; readonly path: string },
): Promise<Left> {
  if (text.startsWith(linkPrefix)) {
    const [target = ""] = text.slice(linkPrefix.length).split("\u0000");
    writing.links.push({ target, at: path });
    return "done";
  }
  const entry = parseEntry(text);
  return entry === undefined ? "corrupt" : writeEntry(writer, { writing, entry, path });
}

async function flush({ disk, objects }: ContentWriter, writing: Writing): Promise<Left> {
  const { files, root, written, by, watch } = writing;
  writing.files = [];
  const left = await objects.leave(files, { ...watch, by });
  // What has another name elsewhere may be written there: nothing is known of it.
  if (left !== "done" || by === "hardlink") return left;
  const pace = new Pace();
  for (const { path, digest } of files) {
    if (pace.due) await pace.rest();
    const stat = path === root ? undefined : disk.stat(path);
    if (stat?.type !== "file") continue;
    const folder = dirname(path).slice(root.length + 1);
    written.setDigest(written.add({ folder, name: basename(path), stat }), Buffer.from(digest, "hex"), "read");
  }
  return "done";
}

export const linkPrefix = "link:";
