import { join } from "node:path";
import { largestText } from "../freshness/kept-content.ts";
import type { Inputs } from "../freshness/read-inputs.ts";
import { absolute, type Workspace } from "../freshness/workspace.ts";
import type { PlanStage } from "../graph/plan.ts";
import { readContent, type Tree, treeOfText } from "../key/content.ts";
import { parseEntry } from "../key/entry.ts";
import type { KeyedManifest } from "../key/make-manifest.ts";
import { readText } from "../key/text-content.ts";
import type { Digest } from "../platform/identity.ts";

export interface EvidenceRequest {
  readonly stage: PlanStage;
  readonly manifest: KeyedManifest;
  readonly inputs: Inputs;
}

/** What `why` will want to compare with: the manifest, the project's own small texts and folder listings, and the modules of a kind of one's own. */
export async function keepEvidence(workspace: Workspace, { stage, manifest, inputs }: EvidenceRequest): Promise<void> {
  const { store } = workspace;
  store.putBytes(manifest.text);
  for (const { port, from } of stage.inputs) {
    for (const [index, source] of from.entries()) {
      const entry = inputs[port]?.[index];
      if (source.kind !== "file" || entry === undefined) continue;
      const path = absolute(workspace, source.path);
      if (entry.shape !== "directory") await keepSmall(workspace, { path, digest: entry.digest });
      else await keepFolder(workspace, { path, digest: entry.digest, source: source.path });
    }
  }
  const modules = stage.does.kind === "uses" ? (stage.does.module?.modules ?? {}) : {};
  for (const [name, digest] of Object.entries(modules))
    await keepSmall(workspace, { path: join(workspace.plan.pipeline.projectRoot, name), digest });
}

interface KeptFile {
  readonly path: string;
  readonly digest: Digest;
}

async function keepSmall({ reader, store }: Workspace, { path, digest }: KeptFile): Promise<void> {
  const size = reader.disk.statTarget(path)?.size;
  if (size !== undefined && size <= largestText) await store.put({ digest, shape: "file" }, path);
}

/** Of a folder's files those that a person wrote are kept, where they are few: code, not images. */
const mostFiles = 500;
/** Bytes of one such file. */
const largestMember = 65_536n;

async function keepFolder(
  { reader, store, exclude }: Workspace,
  { path, digest, source }: KeptFile & { readonly source: string },
): Promise<void> {
  const trees = new Map<Digest, Tree>();
  let members = 0;
  await readContent(reader, {
    path,
    exclude: exclude(source),
    onMeasured: (measured) => {
      members = measured.files;
    },
    onTree: (id, text) => {
      if (members <= mostFiles) trees.set(id, treeOfText(text));
      store.putBytes(text);
    },
  });
  if (members > mostFiles) return;
  const files = filesOf(trees, { digest, path });
  for (const file of files) {
    if (store.holds(file.digest)) continue;
    const stat = reader.disk.stat(file.path);
    if (stat?.type !== "file" || stat.size > largestMember) continue;
    const bytes = reader.disk.read(file.path);
    if (readText(bytes).kind === "text") store.putBytes(bytes);
  }
}

function filesOf(trees: ReadonlyMap<Digest, Tree>, { digest, path }: KeptFile): readonly KeptFile[] {
  return Object.entries(trees.get(digest) ?? {}).flatMap(([name, text]) => {
    const entry = parseEntry(text);
    if (entry === undefined) return [];
    const file = { path: join(path, name), digest: entry.digest };
    return entry.shape === "directory" ? filesOf(trees, file) : [file];
  });
}
