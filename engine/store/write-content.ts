import type { Following } from "../events/transfer.ts";
import type { Tree } from "../key/content.ts";
import { type Entry, parseEntry } from "../key/entry.ts";
import { followTasks } from "../key/follow-tasks.ts";
import type { Disk } from "../platform/disk.ts";
import type { TaskWatch } from "../platform/files/file-task.ts";
import type { Digest } from "../platform/identity.ts";
import type { Leaving, Left, Objects } from "./objects.ts";

export interface ContentWriter {
  readonly disk: Disk;
  readonly objects: Objects;
  readonly treeOf: (digest: Digest) => Tree | undefined;
}

/** Files that are copied at a time. */
const batch = 4096;

/** Writes an entry to `path`, where nothing is: folders at once, files a batch at a time, links last. */
export async function writeContent(
  writer: ContentWriter,
  { entry, path, following }: { readonly entry: Entry; readonly path: string; readonly following: Following },
): Promise<Left> {
  const writing: Writing = { files: [], links: [], watch: followTasks(following, { doing: "write" }) };
  const written = await writeEntry(writer, { writing, entry, path });
  const left = written === "done" ? await flush(writer, writing) : written;
  if (left !== "done") return left;
  // Last, so that whatever they are called nothing is written through one.
  for (const { target, at } of writing.links) writer.disk.symlink("output", target, at);
  return "done";
}

interface Writing {
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

function flush({ objects }: ContentWriter, writing: Writing): Promise<Left> {
  const { files, watch } = writing;
  writing.files = [];
  return objects.leave(files, watch);
}

export const linkPrefix = "link:";
