import type { SourceEntry, SourceValue } from "./pipeline.ts";

export type SourceMap = SourceValue & { readonly kind: "map" };

export const emptyMap: SourceMap = { kind: "map", entries: [], at: [0, 0, 0] };

/** Maps are merged key by key, all the way down; anything else is replaced by the later value. */
export function mergeMaps(earlier: SourceMap, later: SourceMap): SourceMap {
  const entries = new Map(earlier.entries.map((entry) => [entry.key, entry]));
  for (const entry of later.entries) entries.set(entry.key, mergeEntries(entries.get(entry.key), entry));
  return { ...earlier, entries: [...entries.values()] };
}

function mergeEntries(earlier: SourceEntry | undefined, later: SourceEntry): SourceEntry {
  if (earlier?.value.kind !== "map" || later.value.kind !== "map") return later;
  return { ...earlier, value: mergeMaps(earlier.value, later.value) };
}
