import type { Tree } from "../key/content.ts";
import { type Entry, parseEntry } from "../key/entry.ts";
import type { Digest } from "../platform/identity.ts";
import type { Store } from "../store/store.ts";
import { storedTree } from "../store/tree-members.ts";

export interface Measure {
  /** Bytes of all files. */
  readonly size: number;
  readonly files: number;
}

/** Of content whose bytes are in the store; `undefined` where some of them are not. */
export function measureStored(store: Store, { digest, shape }: Entry): Measure | undefined {
  if (shape !== "directory") {
    const size = store.size(digest);
    return size === undefined ? undefined : { size, files: 1 };
  }
  const tree = storedTree(store, digest);
  if (tree === undefined) return undefined;
  let [size, files] = [0, 0];
  for (const member of Object.values(tree).flatMap((text) => parseEntry(text) ?? [])) {
    const measured = measureStored(store, member);
    if (measured === undefined) return undefined;
    size += measured.size;
    files += measured.files;
  }
  return { size, files };
}

/** Files of a folder by their names, with `/`; `undefined` where a listing is not in the store. */
export function filesOfTree(store: Store, digest: Digest): ReadonlyMap<string, string> | undefined {
  const files = new Map<string, string>();
  return addFiles({ store, digest, prefix: "", files }) ? files : undefined;
}

interface Listing {
  readonly store: Store;
  readonly digest: Digest;
  readonly prefix: string;
  readonly files: Map<string, string>;
}

function addFiles({ store, digest, prefix, files }: Listing): boolean {
  const tree: Tree | undefined = storedTree(store, digest);
  if (tree === undefined) return false;
  for (const [name, text] of Object.entries(tree)) {
    const entry = parseEntry(text);
    if (entry?.shape !== "directory") files.set(prefix + name, text);
    else if (!addFiles({ store, digest: entry.digest, prefix: `${prefix}${name}/`, files })) return false;
  }
  return true;
}
