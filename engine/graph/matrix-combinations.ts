import type { SourceValue } from "../spec/pipeline.ts";
import { identityOf } from "./values.ts";

/** Values by axis, in the order in which they were given. */
export type Combination = ReadonlyMap<string, SourceValue>;

export interface ResolvedMatrix {
  readonly axes: ReadonlyMap<string, readonly SourceValue[]>;
  readonly include: readonly Combination[];
  readonly exclude: readonly Combination[];
}

/**
 * As GitHub Actions combines them: the product of the axes; without what matches an `exclude` in all its keys; then each `include`
 * adds its other keys to every combination of the product whose axes it does not contradict, and is a combination of its own
 * where there is none.
 */
export function combine({ axes, include, exclude }: ResolvedMatrix): readonly Combination[] {
  const original = productOf(axes).filter((combination) => !exclude.some((pattern) => matches(pattern, combination)));
  const extended = original.map((combination) => new Map(combination));
  const added: Combination[] = [];
  for (const entry of include) {
    const axesOfEntry = new Map([...entry].filter(([name]) => axes.has(name)));
    let taken = false;
    for (const [index, combination] of original.entries()) {
      if (!matches(axesOfEntry, combination)) continue;
      taken = true;
      for (const [name, value] of entry) extended[index]?.set(name, value);
    }
    if (!taken) added.push(inAxisOrder(entry, axes));
  }
  return [...extended, ...added];
}

function productOf(axes: ResolvedMatrix["axes"]): readonly Combination[] {
  if (axes.size === 0) return [];
  let combinations: readonly Combination[] = [new Map()];
  for (const [name, values] of axes) {
    combinations = combinations.flatMap((combination) => values.map((value) => new Map([...combination, [name, value]])));
  }
  return combinations;
}

const matches = (pattern: Combination, combination: Combination): boolean =>
  [...pattern].every(([name, value]) => {
    const own = combination.get(name);
    return own !== undefined && identityOf(own) === identityOf(value);
  });

const inAxisOrder = (entry: Combination, axes: ResolvedMatrix["axes"]): Combination =>
  new Map([...[...axes.keys()].flatMap((name) => pairOf(entry, name)), ...[...entry].filter(([name]) => !axes.has(name))]);

function pairOf(entry: Combination, name: string): readonly (readonly [string, SourceValue])[] {
  const value = entry.get(name);
  return value === undefined ? [] : [[name, value]];
}
