import type { Tree } from "../key/content.ts";
import { type Entry, parseEntry } from "../key/entry.ts";
import { parseTree } from "../key/parse-tree.ts";
import type { Digest } from "../platform/identity.ts";
import type { Store } from "./store.ts";

/** The listing of a folder, from the store; `undefined` where it is not here, or is none. */
export function storedTree(store: Store, digest: Digest): Tree | undefined {
  const bytes = store.readBytes(digest);
  return bytes && parseTree(bytes);
}

/** What a listing names, but for links, which are their own text. */
export const treeMembers = (tree: Tree): readonly Entry[] => Object.values(tree).flatMap((text) => parseEntry(text) ?? []);
