import type { Change, Reason } from "../events/reason.ts";
import { paramOf } from "../graph/param-of.ts";
import type { PlanStage } from "../graph/plan.ts";
import { differences } from "../key/difference.ts";
import type { Origin } from "../key/input-difference.ts";
import type { KeyedManifest } from "../key/make-manifest.ts";
import type { Manifest } from "../key/manifest.ts";
import type { LockRecord } from "../lock/lock-record.ts";
import type { StageId } from "../platform/identity.ts";
import { stageNamed } from "../spec/stage-named.ts";
import { keptContent } from "./kept-content.ts";
import type { Inputs } from "./read-inputs.ts";
import type { Workspace } from "./workspace.ts";

export interface KeyReasonsRequest {
  readonly workspace: Workspace;
  readonly stage: PlanStage;
  readonly manifest: KeyedManifest;
  readonly inputs: Inputs;
}

/** Why no record stands for this key: there is none, it cannot be believed, or it is of another key, with the differences. */
export async function keyReasons(request: KeyReasonsRequest): Promise<readonly Reason[]> {
  const { workspace, stage, manifest } = request;
  const record = workspace.lock.records.get(stage.id);
  if (record === undefined) return noRecordReasons(request);
  const after: Manifest = JSON.parse(manifest.text);
  const text = workspace.store.readBytes(record.key);
  if (text === undefined) return [{ kind: "key-changed", changes: changedInputs(record.in, { after, stage }) }];
  const before: Manifest = JSON.parse(text.toString("utf8"));
  const spec = stageNamed(workspace.plan.pipeline, stage.name);
  const changes = differences({
    before,
    after,
    contents: await keptContent(request),
    origin: originOf(stage),
    paramOf: (setting) => paramOf(spec?.with, setting),
  });
  return [{ kind: "key-changed", changes }];
}

/** Why the lock has nothing to believe of a stage. */
export function noRecordReasons({ workspace, stage }: Pick<KeyReasonsRequest, "workspace" | "stage">): readonly Reason[] {
  const damage = workspace.lock.damaged.get(stage.id);
  if (damage !== undefined) return [{ kind: "record-damaged", problem: damage }];
  return [isNewInstance({ workspace, stage }) ? { kind: "no-record", instance: true } : { kind: "no-record" }];
}

/** Whether other instances of the stage's matrix have a record. */
function isNewInstance({ workspace, stage }: Pick<KeyReasonsRequest, "workspace" | "stage">): boolean {
  if (stage.id === stage.name) return false;
  return matricesIn(workspace.lock.records).has(stage.name);
}

const matrices = new WeakMap<ReadonlyMap<StageId, LockRecord>, ReadonlySet<string>>();

/** Names of stages of which instances have records. */
function matricesIn(records: ReadonlyMap<StageId, LockRecord>): ReadonlySet<string> {
  const names =
    matrices.get(records) ?? new Set([...records.keys()].flatMap((id) => (id.includes("@") ? [id.slice(0, id.indexOf("@"))] : [])));
  matrices.set(records, names);
  return names;
}

function originOf(stage: PlanStage): (port: string, index: number) => Origin | undefined {
  return (port, index) => {
    const source = stage.inputs.find((input) => input.port === port)?.from[index];
    if (source === undefined) return undefined;
    return source.kind === "stage" ? { path: source.path, maker: source.stage } : { path: source.path };
  };
}

/** Without the earlier manifest (a fresh clone) the lock still tells which inputs differ. */
function changedInputs(
  recorded: Readonly<Record<string, string>>,
  { after, stage }: { readonly after: Manifest; readonly stage: PlanStage },
): readonly Change[] {
  const origin = originOf(stage);
  return Object.entries(after.in).flatMap(([port, facts]) =>
    facts.flatMap(({ digest }, index): readonly Change[] => {
      const name = after.gathered.includes(port) ? `${port}[${index}]` : port;
      const before = recorded[name];
      if (before?.startsWith(digest) === true) return [];
      const digests = { ...(before !== undefined && { before: before.slice(0, 8) }), after: digest.slice(0, 8) };
      return [{ subject: "input", name, ...digests, details: [], ...origin(port, index) }];
    }),
  );
}
