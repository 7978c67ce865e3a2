import type { Entry } from "../../key/entry.ts";
import { parseTree } from "../../key/parse-tree.ts";
import { StatCache } from "../../key/stat-cache.ts";
import { systemClock } from "../../platform/clock.ts";
import type { Digest } from "../../platform/identity.ts";
import { nodeDisk } from "../../platform/node-disk.ts";
import { nodeEnvironment } from "../../platform/node-environment.ts";
import { openStore } from "../../store/local-store.ts";
import type { Store } from "../../store/store.ts";

export interface Materialization {
  /** Absolute, as is `path`. */
  readonly storeFolder: string;
  readonly statCacheFile: string;
  readonly digest: Digest;
  /** Where nothing is yet. */
  readonly path: string;
}

/** Takes an object or a tree out of the store, verified. What is corrupt is as good as absent. */
export async function materialize({ storeFolder, statCacheFile, digest, path }: Materialization): Promise<"done" | "absent"> {
  const store = openStore({
    reader: { disk: nodeDisk, statCache: new StatCache({ disk: nodeDisk, clock: systemClock, file: statCacheFile }) },
    folder: storeFolder,
    processId: nodeEnvironment().processId,
    onCorrupt: () => undefined,
  });
  const written = await store.materialize({ digest, shape: shapeOf(store, digest) }, path);
  return written.ok ? "done" : "absent";
}

/** A digest alone does not say whether it is a folder's: the text of a tree does (see key/content.ts). */
function shapeOf(store: Store, digest: Digest): Entry["shape"] {
  const bytes = store.readBytes(digest);
  if (bytes === undefined || !bytes.subarray(0, treeStart.length).equals(treeStart)) return "file";
  return parseTree(bytes) === undefined ? "file" : "directory";
}

const treeStart = Buffer.from('{"tree":{');
