import type { Located, Source, Span } from "../diagnostics/source.ts";

export interface Fragment {
  /** The value, unescaped, and where it stands in its source, quotes and all. */
  readonly text: Located<string>;
  /** Offsets in the value. */
  readonly start: number;
  readonly end: number;
}

/**
 * Where a fragment of a value stands in the file. A value that is quoted, escaped or folded has other offsets there: the fragment
 * is then found again as the so-manieth of its kind. The whole value where that fails.
 */
export function spanWithin(sources: readonly Source[], { text, start, end }: Fragment): Span {
  const [index, from, to] = text.at;
  const raw = sources[index]?.text.slice(from, to);
  const fragment = text.value.slice(start, end);
  if (raw === undefined || fragment === "") return text.at;
  let before = 0;
  for (let at = text.value.indexOf(fragment); at >= 0 && at < start; at = text.value.indexOf(fragment, at + 1)) before += 1;
  let found = raw.indexOf(fragment);
  for (; before > 0 && found >= 0; before -= 1) found = raw.indexOf(fragment, found + 1);
  return found < 0 ? text.at : [index, from + found, from + found + fragment.length];
}
