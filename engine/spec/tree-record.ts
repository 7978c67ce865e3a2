import type { SourceEntry, SourceValue } from "./pipeline.ts";

/**
 * A located tree as one flat list, in the order of reading: a scalar is its tag's number, text, start, end; a list is 5, its length,
 * start, end and its items; a map is 6, its length, start, end and for each entry key, start, end and the value. Flat, because a
 * thousand stages are some ten thousand values, and as many small arrays would cost more than all the rest of a start.
 */
export type TreeRecord = readonly (string | number)[];

const tags = ["str", "int", "float", "bool", "null"] as const;
const list = 5;
const map = 6;

export function recordTree(value: SourceValue): TreeRecord {
  const record: (string | number)[] = [];
  append(value, record);
  return record;
}

function append(value: SourceValue, record: (string | number)[]): void {
  const [, start, end] = value.at;
  if (value.kind === "scalar") record.push(tags.indexOf(value.tag), value.text, start, end);
  else if (value.kind === "list") {
    record.push(list, value.items.length, start, end);
    for (const item of value.items) append(item, record);
  } else {
    record.push(map, value.entries.length, start, end);
    for (const entry of value.entries) {
      record.push(entry.key, entry.keyAt[1], entry.keyAt[2]);
      append(entry.value, record);
    }
  }
}

/** `source` is the index that the tree's spans get. Throws where the record is not one. */
export function recallTree(record: TreeRecord, source: number): SourceValue {
  return new Recall(record, source).value();
}

class Recall {
  readonly #record: TreeRecord;
  readonly #source: number;
  #next = 0;

  constructor(record: TreeRecord, source: number) {
    this.#record = record;
    this.#source = source;
  }

  value(): SourceValue {
    const kind = this.#number();
    if (kind !== list && kind !== map) {
      const tag = tags[kind];
      if (tag === undefined) throw new Error("not a record of a tree");
      return { kind: "scalar", tag, text: this.#text(), at: this.#span() };
    }
    const length = this.#number();
    const at = this.#span();
    if (kind === list) {
      const items: SourceValue[] = [];
      while (items.length < length) items.push(this.value());
      return { kind: "list", items, at };
    }
    const entries: SourceEntry[] = [];
    while (entries.length < length) entries.push({ key: this.#text(), keyAt: this.#span(), value: this.value() });
    return { kind: "map", entries, at };
  }

  #span(): readonly [number, number, number] {
    return [this.#source, this.#number(), this.#number()];
  }

  #number(): number {
    const value = this.#record[this.#next];
    this.#next += 1;
    if (typeof value !== "number") throw new Error("not a record of a tree");
    return value;
  }

  #text(): string {
    const value = this.#record[this.#next];
    this.#next += 1;
    if (typeof value !== "string") throw new Error("not a record of a tree");
    return value;
  }
}
