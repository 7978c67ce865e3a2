import type { Reason } from "../events/reason.ts";
import type { PlanStage } from "../graph/plan.ts";
import { readContent, treeText } from "../key/content.ts";
import { differences } from "../key/difference.ts";
import type { KeyedManifest } from "../key/make-manifest.ts";
import type { Manifest } from "../key/manifest.ts";
import type { Digest } from "../platform/identity.ts";
import type { Inputs } from "./read-inputs.ts";
import { absolute, type Workspace } from "./workspace.ts";

interface KeyReasonsRequest {
  readonly workspace: Workspace;
  readonly stage: PlanStage;
  readonly manifest: KeyedManifest;
  readonly inputs: Inputs;
}

/** Why no record stands for this key: there is none, it cannot be believed, or it is of another key, with the differences. */
export async function keyReasons(request: KeyReasonsRequest): Promise<readonly Reason[]> {
  const { workspace, stage, manifest } = request;
  const damage = workspace.lock.damaged.get(stage.id);
  if (damage !== undefined) return [{ kind: "record-damaged", problem: damage }];
  const record = workspace.lock.records.get(stage.id);
  if (record === undefined) return [{ kind: "no-record" }];
  const after: Manifest = JSON.parse(manifest.text);
  const text = workspace.store.readBytes(record.key);
  if (text === undefined) return [{ kind: "key-changed", changes: changedInputs(record.in, after) }];
  const before: Manifest = JSON.parse(text.toString("utf8"));
  const now = await presentContent(request);
  const content = (digest: Digest): Uint8Array | undefined => now(digest) ?? workspace.store.readBytes(digest);
  return [{ kind: "key-changed", changes: differences({ before, after, content }) }];
}

/** The inputs as they stand in the workspace: small files, and the trees of folders. */
async function presentContent({ workspace, stage, inputs }: KeyReasonsRequest): Promise<(digest: Digest) => Uint8Array | undefined> {
  const files = new Map<Digest, string>();
  const trees = new Map<Digest, Buffer>();
  for (const { port, from } of stage.inputs) {
    for (const [index, source] of from.entries()) {
      const entry = inputs[port]?.[index];
      const path = absolute(workspace, source.path);
      if (entry?.shape === "directory") {
        const exclude = source.kind === "file" ? { exclude: workspace.exclude(source.path) } : {};
        await readContent(workspace.reader, { path, ...exclude, onTree: (digest, tree) => trees.set(digest, Buffer.from(treeText(tree))) });
      } else if (entry !== undefined) files.set(entry.digest, path);
    }
  }
  return (digest) => trees.get(digest) ?? readSmall(workspace, files.get(digest));
}

function readSmall({ reader }: Workspace, path: string | undefined): Uint8Array | undefined {
  if (path === undefined) return undefined;
  const stat = reader.disk.statTarget(path);
  return stat?.type === "file" && stat.size <= largestText ? reader.disk.read(path) : undefined;
}

/** Texts up to this size, in bytes, are kept at a success and compared line by line. */
export const largestText = 262_144n;

/** Without the earlier manifest (a fresh clone) the lock still tells which inputs differ. */
function changedInputs(recorded: Readonly<Record<string, string>>, after: Manifest): Extract<Reason, { kind: "key-changed" }>["changes"] {
  return Object.entries(after.in).flatMap(([port, facts]) => {
    const same = facts.length === 1 && facts[0] !== undefined && (recorded[port] ?? "").startsWith(facts[0].digest);
    return same ? [] : [{ subject: "input" as const, name: port, details: [] }];
  });
}
