import { join } from "node:path";
import type { Plan, PlanStage } from "../graph/plan.ts";
import { type Entry, parseEntry } from "../key/entry.ts";
import type { Manifest } from "../key/manifest.ts";
import type { LockRecord } from "../lock/lock-record.ts";
import { asDigest, type Digest, type ProjectPath } from "../platform/identity.ts";
import type { ActionResult, Store } from "../store/store.ts";
import type { PinnedEntry } from "./pinned-entries.ts";
import type { ProjectData } from "./project-data.ts";
import type { LockedPlan } from "./shared-project.ts";

/** Bytes that something committed names: the lock, a pin, a version of a model. */
export interface SharedContent {
  readonly kind: "output" | "pin" | "model";
  /** For people: `train.model`, `data/images`, `wine 0.2.0`. */
  readonly name: string;
  /** Where it belongs in the workspace; a model of the registry has no place there. */
  readonly path?: ProjectPath;
  readonly entry: Entry;
  readonly stage?: PlanStage;
  readonly pinned?: PinnedEntry;
}

/** What the lock names of the plan's selected stages; nothing of a stage with `cache: false`, whose bytes are not kept. */
export function lockedOutputs({ plan, lock }: LockedPlan): readonly SharedContent[] {
  return selectedStages(plan).flatMap((stage) => {
    const record = lock.records.get(stage.id);
    return stage.outputs.flatMap(({ port, path }) => {
      const entry = parseEntry(record?.out[port] ?? "");
      return entry === undefined ? [] : [{ kind: "output" as const, name: `${stage.id}.${port}`, path, entry, stage }];
    });
  });
}

export interface LockedResult {
  readonly stage: PlanStage;
  readonly key: Digest;
  readonly result: ActionResult;
}

/** Results that another machine may use instead of running: not those of effects, which are never restored. */
export function lockedResults({ plan, lock }: LockedPlan, store: Store): readonly LockedResult[] {
  return selectedStages(plan).flatMap((stage) => {
    const record = lock.records.get(stage.id);
    if (record === undefined || stage.does.effect || stage.frozen) return [];
    const result = resultOf(stage, { record, store });
    return result === undefined ? [] : [{ stage, key: record.key, result }];
  });
}

const selectedStages = (plan: Plan): readonly PlanStage[] =>
  [...plan.stages.values()].filter((stage) => plan.selected.has(stage.id) && stage.cache);

function resultOf(stage: PlanStage, { record, store }: { readonly record: LockRecord; readonly store: Store }): ActionResult | undefined {
  const outputs: Record<string, Entry> = {};
  for (const { port } of stage.outputs) {
    const entry = parseEntry(record.out[port] ?? "");
    if (entry === undefined) return undefined;
    outputs[port] = entry;
  }
  // The lock does not say which backend made it.
  const backend = store.recall(record.key)?.backend;
  return { outputs, metrics: record.metrics, ...(backend !== undefined && { backend }) };
}

/** Keys of the plan's selected stages: each is also the digest of its manifest. */
export function lockedKeys({ plan, lock }: LockedPlan): readonly Digest[] {
  return [...plan.stages.values()].flatMap((stage) => (plan.selected.has(stage.id) ? (lock.records.get(stage.id)?.key ?? []) : []));
}

/** What `why` compares with: the contents that a manifest names. `[]` where the manifest is not in the store. */
export function evidenceOf(store: Store, key: Digest): readonly Entry[] {
  const text = store.readBytes(key);
  if (text === undefined) return [];
  const manifest: Manifest = JSON.parse(text.toString("utf8"));
  const modules = "modules" in manifest.does ? Object.values(manifest.does.modules ?? {}) : [];
  return [
    ...Object.values(manifest.in).flatMap((facts) => facts.map(({ digest, shape }) => ({ digest, shape }))),
    ...modules.map((digest) => ({ digest, shape: "file" as const })),
  ];
}

/** Models of all versions in the registry: committed text, of which only the digest matters here. */
export function registeredModels({ reader: { disk }, projectRoot }: ProjectData): readonly SharedContent[] {
  const models = join(projectRoot, "registry", "models");
  const names = disk.stat(models)?.type === "directory" ? disk.list(models).filter(({ type }) => type === "directory") : [];
  return names.flatMap(({ name }) =>
    disk.list(join(models, name)).flatMap((file): readonly SharedContent[] => {
      const version = /^(.+)\.json$/.exec(file.name)?.[1];
      const digest = version === undefined ? undefined : digestIn(disk.read(join(models, name, file.name)).toString("utf8"));
      return digest === undefined ? [] : [{ kind: "model", name: `${name} ${version}`, entry: { digest, shape: "directory" } }];
    }),
  );
}

/** `undefined` where the file is damaged: `doctor` and `register` say so. */
function digestIn(text: string): Digest | undefined {
  try {
    const { digest }: { readonly digest?: unknown } = JSON.parse(text);
    return typeof digest === "string" && /^[0-9a-f]{64}$/.test(digest) ? asDigest(digest) : undefined;
  } catch {
    return undefined;
  }
}

/** Data beside the code, or something in it. */
export const pinnedContent = (pinned: PinnedEntry): SharedContent => ({
  kind: "pin",
  name: pinned.path,
  path: pinned.path,
  entry: pinned.entry,
  pinned,
});
