import type { Digest } from "../platform/identity.ts";
import type { Survey } from "./survey.ts";

export interface Limits {
  /** Bytes that may stay; what is needed stays whatever they are. */
  readonly size: number;
  /** Milliseconds: what was not used for longer goes. */
  readonly age: number;
}

export interface EvictionRequest {
  readonly survey: Survey;
  /** Objects that something needs. */
  readonly needed: ReadonlySet<Digest>;
  /** What a result is made of, with its manifest and all that is in its folders. */
  readonly objectsOf: (key: Digest) => readonly Digest[];
  readonly limits: Limits;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface Eviction {
  readonly objects: readonly Evicted[];
  readonly actions: readonly Evicted[];
}

export interface Evicted {
  readonly digest: Digest;
  readonly path: string;
  readonly bytes: number;
  readonly usedAt: number;
  /** `age`: not used for too long. `size`: the store was above its limit, and this was used least recently. `broken`: no use to anybody. */
  readonly why: "age" | "size" | "broken";
}

/** What goes together: a result with its objects, or an object that belongs to none. */
interface Unit {
  readonly key?: Digest;
  readonly objects: readonly Digest[];
  readonly usedAt: number;
}

/**
 * What is to go: a result that cannot be read, or whose objects are gone; then what was used least recently, until the rest is neither
 * too old nor too much. An object stays while anything that stays has it. What is needed never goes.
 */
export function planEviction(request: EvictionRequest): Eviction {
  const { survey, needed, limits, now } = request;
  const { units, broken } = unitsOf(request);
  const holders = new Map<Digest, number>();
  for (const { objects } of units) for (const digest of objects) holders.set(digest, (holders.get(digest) ?? 0) + 1);
  let left = bytesOf(survey.objects) + bytesOf(survey.actions);
  const objects: Evicted[] = [];
  const actions = broken.map((key) => evicted(survey.actions, key, "broken"));
  for (const { bytes } of actions) left -= bytes;
  for (const unit of units.sort((one, other) => one.usedAt - other.usedAt)) {
    const why = now - unit.usedAt > limits.age ? "age" : left > limits.size ? "size" : undefined;
    if (why === undefined) break;
    const free = unit.objects.filter((digest) => {
      const others = (holders.get(digest) ?? 0) - 1;
      holders.set(digest, others);
      return others === 0 && !needed.has(digest);
    });
    // A result of which everything is needed is worth its few bytes.
    const isOfUse = unit.objects.every((digest) => needed.has(digest));
    if (unit.key !== undefined && !isOfUse) left -= go(actions, evicted(survey.actions, unit.key, why));
    for (const digest of free) left -= go(objects, evicted(survey.objects, digest, why));
  }
  return { objects, actions };
}

/** Gives its bytes. */
function go(list: Evicted[], gone: Evicted): number {
  list.push(gone);
  return gone.bytes;
}

function unitsOf({ survey, objectsOf, needed }: EvictionRequest): { readonly units: Unit[]; readonly broken: readonly Digest[] } {
  const units: Unit[] = [];
  const broken: Digest[] = [];
  const owned = new Set<Digest>();
  for (const [key, { result, usedAt }] of survey.actions) {
    const outputs = objectsOf(key);
    if (result === undefined || outputs.some((digest) => !survey.objects.has(digest))) {
      broken.push(key);
      continue;
    }
    for (const digest of outputs) owned.add(digest);
    const uses = Object.values(result.outputs).map((entry) => survey.objects.get(entry.digest)?.usedAt ?? 0);
    units.push({ key, objects: outputs, usedAt: Math.max(usedAt, ...uses) });
  }
  for (const [digest, { usedAt }] of survey.objects) {
    if (!owned.has(digest) && !needed.has(digest)) units.push({ objects: [digest], usedAt });
  }
  return { units, broken };
}

type Files = ReadonlyMap<Digest, { readonly path: string; readonly bytes: number; readonly usedAt: number }>;

const bytesOf = (files: Files): number => sum(files.values());

const sum = (files: Iterable<{ readonly bytes: number }>): number => {
  let total = 0;
  for (const { bytes } of files) total += bytes;
  return total;
};

function evicted(files: Files, digest: Digest, why: Evicted["why"]): Evicted {
  const { path = "", bytes = 0, usedAt = 0 } = files.get(digest) ?? {};
  return { digest, path, bytes, usedAt, why };
}
