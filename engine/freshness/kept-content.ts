import { join } from "node:path";
import type { PlanStage } from "../graph/plan.ts";
import { readContent, type Tree, treeOfText } from "../key/content.ts";
import { digestOf } from "../key/digest.ts";
import { parseEntry } from "../key/entry.ts";
import type { Contents } from "../key/tree-difference.ts";
import type { Digest } from "../platform/identity.ts";
import { storedTree } from "../store/tree-members.ts";
import type { Inputs } from "./read-inputs.ts";
import { absolute, type Workspace } from "./workspace.ts";

/** Texts up to this size, in bytes, are kept at a success and compared line by line. */
export const largestText = 262_144n;

export interface KeptContentRequest {
  readonly workspace: Workspace;
  readonly stage: PlanStage;
  readonly inputs: Inputs;
}

/** What can be read of contents that a stage takes now or took once: in the workspace, else in the store. */
export async function keptContent({ workspace, stage, inputs }: KeptContentRequest): Promise<Contents> {
  const files = new Map<Digest, string>();
  const trees = new Map<Digest, Tree>();
  for (const { port, from } of stage.inputs) {
    for (const [index, source] of from.entries()) {
      const entry = inputs[port]?.[index];
      const path = absolute(workspace, source.path);
      if (entry?.shape === "directory") {
        const exclude = source.kind === "file" ? { exclude: workspace.exclude(source.path) } : {};
        await readContent(workspace.reader, { path, ...exclude, onTree: (digest, text) => trees.set(digest, treeOfText(text)) });
        listFiles({ digest: entry.digest, folder: path, trees, files });
      } else if (entry !== undefined) files.set(entry.digest, path);
    }
  }
  const modules = stage.does.kind === "uses" ? (stage.does.module?.modules ?? {}) : {};
  for (const [name, digest] of Object.entries(modules)) files.set(digest, join(workspace.plan.pipeline.projectRoot, name));
  const here = { workspace, files };
  return {
    bytes: (digest) => presentBytes(here, digest) ?? storedBytes(here, digest),
    tree: (digest) => trees.get(digest) ?? storedTree(workspace.store, digest),
    size: (digest) => presentSize(here, digest) ?? workspace.store.size(digest),
  };
}

interface Listing {
  readonly digest: Digest;
  readonly folder: string;
  readonly trees: ReadonlyMap<Digest, Tree>;
  readonly files: Map<Digest, string>;
}

/** Where the files of a folder stand, by their content. */
function listFiles({ digest, folder, trees, files }: Listing): void {
  for (const [name, text] of Object.entries(trees.get(digest) ?? {})) {
    const entry = parseEntry(text);
    const path = join(folder, name);
    if (entry?.shape === "directory") listFiles({ digest: entry.digest, folder: path, trees, files });
    else if (entry !== undefined) files.set(entry.digest, path);
  }
}

interface Here {
  readonly workspace: Workspace;
  readonly files: ReadonlyMap<Digest, string>;
}

/** An output may have been edited since: only bytes that hash to the digest are of it. */
function presentBytes({ workspace, files }: Here, digest: Digest): Uint8Array | undefined {
  const path = files.get(digest);
  if (path === undefined) return undefined;
  const stat = workspace.reader.disk.statTarget(path);
  if (stat?.type !== "file" || stat.size > largestText) return undefined;
  const bytes = workspace.reader.disk.read(path);
  return digestOf(bytes) === digest ? bytes : undefined;
}

function presentSize({ workspace, files }: Here, digest: Digest): number | undefined {
  const path = files.get(digest);
  const stat = path === undefined ? undefined : workspace.reader.disk.statTarget(path);
  return stat?.type === "file" ? Number(stat.size) : undefined;
}

function storedBytes({ workspace: { store } }: Here, digest: Digest): Uint8Array | undefined {
  const size = store.size(digest);
  return size === undefined || size > largestText ? undefined : store.readBytes(digest);
}
