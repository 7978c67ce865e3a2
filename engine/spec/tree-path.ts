import type { SourceEntry, SourceValue } from "./pipeline.ts";

/** Keys, and indices of lists as text, from the root of a value down. */
export type TreePath = readonly string[];

export function entryOf(value: SourceValue | undefined, key: string): SourceEntry | undefined {
  return value?.kind === "map" ? value.entries.find((entry) => entry.key === key) : undefined;
}

export const childOf = (value: SourceValue | undefined, step: string): SourceValue | undefined =>
  value?.kind === "list" ? value.items[Number(step)] : entryOf(value, step)?.value;

export const valueAt = (root: SourceValue, path: TreePath): SourceValue | undefined =>
  path.reduce<SourceValue | undefined>((value, step) => childOf(value, step), root);

/** The tree without what stands at those paths: whole entries and items. */
export function without(root: SourceValue, paths: readonly TreePath[]): SourceValue {
  if (paths.length === 0 || root.kind === "scalar") return root;
  const below = (step: string) => paths.filter((path) => path[0] === step).map((path) => path.slice(1));
  const gone = (step: string) => below(step).some((path) => path.length === 0);
  if (root.kind === "list") {
    const kept = root.items.flatMap((item, index) => (gone(String(index)) ? [] : [without(item, below(String(index)))]));
    return { ...root, items: kept };
  }
  const kept = root.entries.flatMap((entry) => (gone(entry.key) ? [] : [{ ...entry, value: without(entry.value, below(entry.key)) }]));
  return { ...root, entries: kept };
}

/** `["model", "layers", "0", "dense"]` as people write it: `model.layers[0].dense`. */
export const pathText = (path: TreePath): string =>
  path.reduce((text, step) => (/^[0-9]+$/.test(step) ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`), "");
