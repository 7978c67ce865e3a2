import type { SourceValue } from "../spec/pipeline.ts";
import { isUnknown, unknownValue } from "./unknown-value.ts";
import { identityOf } from "./values.ts";

/** Values by axis, in the order in which they were given. */
export type Combination = ReadonlyMap<string, SourceValue>;

/** The values of an axis; a list that a stage makes may be another one for each combination of the axes before. */
export type AxisValues = readonly SourceValue[] | ((before: Combination) => readonly SourceValue[]);

export interface ResolvedMatrix {
  readonly axes: ReadonlyMap<string, AxisValues>;
  readonly include: readonly Combination[];
  readonly exclude: readonly Combination[];
}

/**
 * As GitHub Actions combines them: the product of the axes; without what matches an `exclude` in all its keys; then each `include`
 * adds its other keys to every combination of the product whose axes it does not contradict, and is a combination of its own
 * where there is none. What an unknown value will contradict is not known: then the other keys are unknown too.
 */
export function combine({ axes, include, exclude }: ResolvedMatrix): readonly Combination[] {
  const original = productOf(axes).filter((combination) => !exclude.some((pattern) => meet(pattern, combination) === "yes"));
  const extended = original.map((combination) => new Map(combination));
  const added: Combination[] = [];
  for (const entry of include) {
    const axesOfEntry = new Map([...entry].filter(([name]) => axes.has(name)));
    let taken = false;
    for (const [index, combination] of original.entries()) {
      const fits = meet(axesOfEntry, combination);
      if (fits === "no") continue;
      taken = true;
      for (const [name, value] of entry) {
        if (fits === "yes") extended[index]?.set(name, value);
        else if (!combination.has(name)) extended[index]?.set(name, unknownValue(value.at));
      }
    }
    if (!taken) added.push(inAxisOrder(entry, [...axes.keys()]));
  }
  return [...extended, ...added];
}

function productOf(axes: ResolvedMatrix["axes"]): readonly Combination[] {
  if (axes.size === 0) return [];
  let combinations: readonly Combination[] = [new Map()];
  for (const [name, values] of axes) {
    combinations = combinations.flatMap((combination) =>
      (typeof values === "function" ? values(combination) : values).map((value) => new Map([...combination, [name, value]])),
    );
  }
  return combinations;
}

function meet(pattern: Combination, combination: Combination): "yes" | "no" | "perhaps" {
  let fits: "yes" | "perhaps" = "yes";
  for (const [name, value] of pattern) {
    const own = combination.get(name);
    if (own === undefined) return "no";
    if (isUnknown(own)) fits = "perhaps";
    else if (identityOf(own) !== identityOf(value)) return "no";
  }
  return fits;
}

const inAxisOrder = (entry: Combination, axes: readonly string[]): Combination =>
  new Map([...axes.flatMap((name) => pairOf(entry, name)), ...[...entry].filter(([name]) => !axes.includes(name))]);

function pairOf(entry: Combination, name: string): readonly (readonly [string, SourceValue])[] {
  const value = entry.get(name);
  return value === undefined ? [] : [[name, value]];
}
