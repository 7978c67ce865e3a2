import type { Role } from "../kind/port.ts";
import type { SourceValue } from "../spec/pipeline.ts";
import type { Draft } from "./draft.ts";
import type { Combination } from "./matrix-combinations.ts";
import { identityOf } from "./values.ts";

export interface Producers {
  /** In plan order. Empty where no instance has the consumer's values. */
  readonly instances: readonly Draft[];
  /** Whether the consumer, lacking an axis, gets a list. */
  readonly gathered: boolean;
}

/** Instances of one stage that have the same axes. */
interface Group {
  readonly axes: readonly string[];
  readonly instances: readonly Draft[];
  /** By the axes that are shared with a consumer, then by their values. */
  readonly indices: Map<string, ReadonlyMap<string, readonly Draft[]>>;
}

/** Finds the instances of a stage that belong to an instance of another: those with equal values on the axes that both have. */
export class ProducerIndex {
  readonly #groups = new Map<string, readonly Group[]>();
  readonly #byId = new Map<string, Draft>();

  constructor(drafts: readonly Draft[]) {
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
        [...groups.values()].map((group) => ({ ...group, indices: new Map() })),
      );
    }
  }

  /** `train`, paired with the consumer, or one instance: `train@mlp-1`. `undefined` where there is no such stage. */
  find(stage: string, consumer: Combination): Producers | undefined {
    const groups = this.#groups.get(stage);
    if (groups === undefined) {
      const only = this.#byId.get(stage);
      return only && { instances: [only], gathered: false };
    }
    const found = groups.map((group) => matching(group, consumer));
    const gathered = groups.some(({ axes }, index) => found[index]?.length !== 0 && axes.some((axis) => !consumer.has(axis)));
    return { instances: found.flat(), gathered };
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
    return [...this.#groups.keys()];
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
  const index = entry(group.indices, shared.join("\0"), () => indexBy(group.instances, shared));
  return index.get(valuesOf(consumer, shared)) ?? [];
}

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
