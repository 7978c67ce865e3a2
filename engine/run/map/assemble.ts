import { posix } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { PlanStage } from "../../graph/plan.ts";
import { treeText } from "../../key/content.ts";
import { type Entry, parseEntry } from "../../key/entry.ts";
import type { Digest } from "../../platform/identity.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import type { Store } from "../../store/store.ts";
import { storedTree } from "../../store/tree-members.ts";
import type { MapFile } from "./map-files.ts";
import type { Owners } from "./owners.ts";

export interface AssemblyRequest {
  readonly store: Store;
  readonly stage: PlanStage;
  readonly port: string;
  readonly owners: Owners;
  /** By file, the folder of what belongs to it, in this port. */
  readonly results: ReadonlyMap<MapFile, Entry>;
}

interface Folder {
  readonly files: Record<string, string>;
  readonly folders: Map<string, Folder>;
}

/** All that was made of the files, as one folder, whose listings are then in the store. `undefined`: a listing that was there is gone. */
export function assemble({ store, stage, port, owners, results }: AssemblyRequest): Result<Entry | undefined, Diagnostic> {
  const root = emptyFolder();
  const add = (file: MapFile, { digest, path }: { readonly digest: Digest; readonly path: string }): Diagnostic | "lost" | undefined => {
    const tree = storedTree(store, digest);
    if (tree === undefined) return "lost";
    for (const [name, text] of Object.entries(tree)) {
      const member = posix.join(path, name);
      const entry = parseEntry(text);
      if (entry?.shape === "directory") {
        const problem = add(file, { digest: entry.digest, path: member });
        if (problem !== undefined) return problem;
      } else if (owners.of(member) === file.name) folderAt(root, path).files[name] = text;
      else return notOfFile({ stage, port, file, member, owner: owners.of(member) });
    }
    return undefined;
  };
  for (const [file, { digest }] of results) {
    const problem = add(file, { digest, path: posix.dirname(file.name) });
    if (problem === "lost") return success(undefined);
    if (problem !== undefined) return failure(problem);
  }
  return success({ digest: written(store, root), shape: "directory" });
}

/** Without a prototype: `__proto__` is a name like any other. */
const emptyFolder = (): Folder => ({ files: Object.create(null), folders: new Map() });

function folderAt(root: Folder, path: string): Folder {
  let folder = root;
  for (const name of path === "." ? [] : path.split("/")) {
    const next = folder.folders.get(name) ?? emptyFolder();
    folder.folders.set(name, next);
    folder = next;
  }
  return folder;
}

function written(store: Store, { files, folders }: Folder): Digest {
  const tree: Record<string, string> = files;
  for (const [name, folder] of folders) tree[name] = `${written(store, folder)}/`;
  return store.putBytes(treeText(tree));
}

interface Misplaced {
  readonly stage: PlanStage;
  readonly port: string;
  readonly file: MapFile;
  readonly member: string;
  readonly owner: string | undefined;
}

const notOfFile = ({ stage, port, file, member, owner }: Misplaced): Diagnostic => ({
  code: "map-failed",
  severity: "error",
  message: `${member}, in output ${port} of stage ${stage.id}, was made of ${file.name} and belongs to ${owner ?? "no file"}`,
  why: "what is made of a file has its name; of two files that differ only in their extension, the whole name",
  hint: `call it ${file.name}${posix.extname(member)}`,
});
