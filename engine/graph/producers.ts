import type { Role } from "../kind/port.ts";
import type { SourceValue, StageSpec } from "../spec/pipeline.ts";
import type { Draft } from "./draft.ts";
import { computedAxes } from "./expand-matrix.ts";
import type { Combination } from "./matrix-combinations.ts";
import { isUnknown } from "./unknown-value.ts";
import { identityOf } from "./values.ts";

export interface Producers {
  /** In plan order. Empty where no instance has the consumer's values. */
  readonly instances: readonly Draft[];
  /** Whether the consumer, lacking an axis, gets a list. */
  readonly gathered: boolean;
  /** Whether how many it gets is only known once a stage has made a list. */
  readonly open: boolean;
}

/** Instances of one stage that have the same axes. */
interface Group {
  readonly axes: readonly string[];
  readonly instances: readonly Draft[];
  /** Axes of which some instance stands for values that are not known yet. */
  readonly unknown: ReadonlySet<string>;
  /** By the axes that are shared with a consumer, then by their values. */
  readonly indices: Map<string, ReadonlyMap<string, readonly Draft[]>>;
}

/** Finds the instances of a stage that belong to an instance of another: those with equal values on the axes that both have. */
export class ProducerIndex {
  readonly #groups = new Map<string, readonly Group[]>();
  readonly #byId = new Map<string, Draft>();
  /** By stage, the axes whose values a stage makes. */
  readonly #computed = new Map<string, readonly string[]>();

  constructor(drafts: readonly Draft[], specs: readonly StageSpec[]) {
    for (const spec of specs) {
      const computed = computedAxes(spec);
      if (computed.length > 0) this.#computed.set(spec.name.value, computed);
    }
    const byName = new Map<string, Map<string, { axes: readonly string[]; instances: Draft[] }>>();
    for (const draft of drafts) {
      this.#byId.set(draft.id, draft);
      const axes = [...draft.axes.keys()].sort();
      const groups = entry(byName, draft.spec.name.value, () => new Map());
      entry(groups, axes.join("\0"), () => ({ axes, instances: [] })).instances.push(draft);
    }
    for (const [name, groups] of byName) {
      this.#groups.set(
        name,
        [...groups.values()].map((group) => ({ ...group, unknown: unknownAxes(group.instances), indices: new Map() })),
      );
    }
  }

  /** `train`, paired with the consumer, or one instance: `train@mlp-1`. `undefined` where there is no such stage. */
  find(stage: string, consumer: Combination): Producers | undefined {
    const groups = this.#groups.get(stage);
    const open = this.#computed.get(stage)?.some((axis) => !consumer.has(axis)) === true;
    if (groups === undefined) {
      const only = this.#byId.get(stage);
      if (only !== undefined) return { instances: [only], gathered: false, open: false };
      // Its list is empty.
      return open ? { instances: [], gathered: true, open } : undefined;
    }
    const found = groups.map((group) => matching(group, consumer));
    const gathered = groups.some(({ axes }, index) => found[index]?.length !== 0 && axes.some((axis) => !consumer.has(axis)));
    return { instances: found.flat(), gathered, open };
  }

  /** Every instance, whatever its values. */
  all(stage: string): readonly Draft[] {
    return this.#groups.get(stage)?.flatMap(({ instances }) => instances) ?? [];
  }

  /** `train.model`: an output of one of these types that another stage makes; the first, unless one has the wanted port's name or role. */
  suggestionFor({ types, port, role }: Wanted, other: Draft): string | undefined {
    const makers = [...this.#byId.values()].filter((draft) => draft.spec !== other.spec);
    const found = makers.flatMap((draft) => draft.outputs.filter(({ type }) => types.includes(type)).map((output) => ({ draft, output })));
    const best =
      found.find(({ output }) => output.port === port) ??
      (role === undefined ? found[0] : found.find(({ output }) => output.role === role));
    return best && `${best.draft.spec.name.value}.${best.output.port}`;
  }

  get names(): readonly string[] {
    return [...new Set([...this.#groups.keys(), ...this.#computed.keys()])];
  }
}

export interface Wanted {
  readonly types: readonly string[];
  readonly port: string;
  /** Nothing of another role will do. */
  readonly role?: Role;
}

function matching(group: Group, consumer: Combination): readonly Draft[] {
  const shared = group.axes.filter((axis) => consumer.has(axis));
  if (shared.length === 0) return group.instances;
  if (shared.some((axis) => group.unknown.has(axis) || isUnknown(consumer.get(axis)))) {
    return group.instances.filter(({ axes }) => shared.every((axis) => mayBeEqual(axes.get(axis), consumer.get(axis))));
  }
  const index = entry(group.indices, shared.join("\0"), () => indexBy(group.instances, shared));
  return index.get(valuesOf(consumer, shared)) ?? [];
}

const unknownAxes = (instances: readonly Draft[]): ReadonlySet<string> =>
  new Set(instances.flatMap(({ axes }) => [...axes].flatMap(([axis, value]) => (isUnknown(value) ? [axis] : []))));

const mayBeEqual = (one: SourceValue | undefined, other: SourceValue | undefined): boolean =>
  isUnknown(one) || isUnknown(other) || identity(one) === identity(other);

const valuesOf = (combination: Combination, axes: readonly string[]): string =>
  axes.map((axis) => identity(combination.get(axis))).join("\0");

const identity = (value: SourceValue | undefined): string => (value === undefined ? "" : identityOf(value));

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

function indexBy(instances: readonly Draft[], axes: readonly string[]): ReadonlyMap<string, readonly Draft[]> {
  const index = new Map<string, Draft[]>();
  for (const draft of instances) entry(index, valuesOf(draft.axes, axes), () => []).push(draft);
  return index;
}
