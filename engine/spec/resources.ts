import type { ResourceSpec, SourceValue } from "./pipeline.ts";
import { sizeInBytes } from "./quantity.ts";
import { text } from "./texts.ts";
import { entryOf } from "./tree-path.ts";

/** What an amount that grows is multiplied by where nothing else is said; see the schema. */
const usualTimes = 2;

/** `{ cpu: 4, memory: { first: 2GB, times: 2, most: 16GB } }`. */
export function resources(value: SourceValue | undefined): readonly ResourceSpec[] {
  const entries = value?.kind === "map" ? value.entries : [];
  return entries.flatMap(({ key: pool, keyAt: at, value: item }) => {
    const amount = (written: SourceValue | undefined): number | undefined => {
      const scalar = text(written);
      if (scalar === undefined) return undefined;
      return pool === "memory" ? sizeInBytes(scalar.value) : Number(scalar.value);
    };
    if (item.kind !== "map") {
      const first = amount(item);
      return first === undefined ? [] : [{ pool, at, first, times: 1 }];
    }
    const [first, most] = [amount(entryOf(item, "first")?.value), amount(entryOf(item, "most")?.value)];
    const times = Number(text(entryOf(item, "times")?.value)?.value ?? usualTimes);
    return first === undefined ? [] : [{ pool, at, first, times, ...(most !== undefined && { most }) }];
  });
}

/** What a stage says of a pool counts more than what is said for all. */
export function mergeResources(shared: readonly ResourceSpec[], own: readonly ResourceSpec[]): readonly ResourceSpec[] {
  const pools = new Set(own.map(({ pool }) => pool));
  return [...shared.filter(({ pool }) => !pools.has(pool)), ...own];
}
