import type { SourceEntry, SourceValue } from "./pipeline.ts";

/** A located tree as compact JSON: `[tag, text, start, end]`, `[5, items, start, end]`, `[6, [[key, start, end, value], …], start, end]`. */
export type TreeRecord =
  | readonly [kind: number, text: string, start: number, end: number]
  | readonly [kind: 5, items: readonly TreeRecord[], start: number, end: number]
  | readonly [kind: 6, entries: readonly EntryRecord[], start: number, end: number];
type EntryRecord = readonly [key: string, start: number, end: number, value: TreeRecord];

const tags = ["str", "int", "float", "bool", "null"] as const;
const list = 5;
const map = 6;

export function recordTree(value: SourceValue): TreeRecord {
  const [, start, end] = value.at;
  switch (value.kind) {
    case "scalar":
      return [tags.indexOf(value.tag), value.text, start, end];
    case "list":
      return [list, value.items.map(recordTree), start, end];
    case "map":
      return [
        map,
        value.entries.map((entry): EntryRecord => [entry.key, entry.keyAt[1], entry.keyAt[2], recordTree(entry.value)]),
        start,
        end,
      ];
  }
}

/** `source` is the index that the tree's spans get. */
export function recallTree(record: TreeRecord, source: number): SourceValue {
  const [kind, content, start, end] = record;
  const at = [source, start, end] as const;
  if (typeof content === "string") return { kind: "scalar", tag: tags[kind] ?? "str", text: content, at };
  if (kind === list) return { kind: "list", items: (content as readonly TreeRecord[]).map((item) => recallTree(item, source)), at };
  const entries = (content as readonly EntryRecord[]).map(
    ([key, keyStart, keyEnd, value]): SourceEntry => ({ key, keyAt: [source, keyStart, keyEnd], value: recallTree(value, source) }),
  );
  return { kind: "map", entries, at };
}
