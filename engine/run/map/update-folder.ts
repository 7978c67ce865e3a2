import { join } from "node:path";
import type { Workspace } from "../../freshness/workspace.ts";
import { readContent, type Tree, treeOfText } from "../../key/content.ts";
import { type Entry, parseEntry, sameEntry } from "../../key/entry.ts";
import type { Digest } from "../../platform/identity.ts";
import { storedTree } from "../../store/tree-members.ts";

export interface FolderUpdate {
  /** Absolute. */
  readonly path: string;
  /** What stands there. */
  readonly from: Entry;
  /** What is to stand there; its listings are in the store. */
  readonly to: Entry;
}

/** More changes than these are brought faster as a whole: its files are copied side by side. */
const mostChanges = 1000;

/** Where two folders differ: what is to go and what is to come, by paths relative to them. */
interface Changes {
  readonly gone: string[];
  readonly come: { readonly path: string; readonly entry: Entry }[];
}

/**
 * Makes one folder of another by its differences, so that one file of many costs one file. Whether it is then as it is to be; where it
 * is not, or would take too much, whatever stands there is for the caller to replace.
 */
export async function updateFolder(
  { reader, store }: Pick<Workspace, "reader" | "store">,
  { path, from, to }: FolderUpdate,
): Promise<boolean> {
  const { disk } = reader;
  const standing = new Map<Digest, Tree>();
  const there = await readContent(reader, { path, onTree: (digest, text) => standing.set(digest, treeOfText(text)) });
  if (there === undefined || !sameEntry(there, from)) return false;
  const changes: Changes = { gone: [], come: [] };
  const isKnown = compare({ old: standing.get(from.digest), now: storedTree(store, to.digest), path: "" });
  if (!isKnown || changes.gone.length + changes.come.length > mostChanges) return false;
  for (const name of changes.gone) disk.remove("output", join(path, name));
  for (const { path: name, entry } of changes.come) if (!(await store.materialize(entry, join(path, name))).ok) return false;
  const left = await readContent(reader, { path });
  return left !== undefined && sameEntry(left, to);

  function compare({ old, now, path: folder }: { old: Tree | undefined; now: Tree | undefined; path: string }): boolean {
    if (old === undefined || now === undefined) return false;
    for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
      const [before, after] = [textIn(old, name), textIn(now, name)];
      if (before === after) continue;
      const [was, is] = [parseEntry(before), parseEntry(after)];
      const member = join(folder, name);
      if (was?.shape === "directory" && is?.shape === "directory") {
        if (!compare({ old: standing.get(was.digest), now: storedTree(store, is.digest), path: member })) return false;
        continue;
      }
      if (before !== "") changes.gone.push(member);
      if (is !== undefined) changes.come.push({ path: member, entry: is });
      else if (after !== "") return false;
    }
    return true;
  }
}

/** A listing has no prototype's names. */
const textIn = (tree: Tree, name: string): string => (Object.hasOwn(tree, name) ? (tree[name] ?? "") : "");
