import type { CategoryColumn } from "./table.ts";

/** Codes texts by the list of categories; without a list, by the texts that occur, sorted by code point. An unlisted text is -1. */
export function categoryFromTexts({
  name,
  texts,
  categories = sortedByCodePoint(texts),
}: {
  name: string;
  texts: readonly (string | null)[];
  categories?: readonly string[];
}): CategoryColumn {
  const codeOf = new Map(categories.map((category, code) => [category, code]));
  const codes = Int32Array.from(texts, (text) => (text === null ? -1 : (codeOf.get(text) ?? -1)));
  return { name, type: "category", categories, codes };
}

export function sortedByCodePoint(texts: Iterable<string | null>): readonly string[] {
  const distinct = new Set<string>();
  for (const text of texts) if (text !== null) distinct.add(text);
  return [...distinct].sort(byCodePoint);
}

/** UTF-16 order differs from this one above U+FFFF; UTF-8 bytes are in code point order. */
export function byCodePoint(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
