import type { Located } from "../diagnostics/source.ts";
import type { SourceValue } from "./pipeline.ts";

/** A scalar as it is written: `5` of `[python, train.py, 5]` is a word like the others. */
export function text(value: SourceValue | undefined): Located<string> | undefined {
  return value?.kind === "scalar" && value.tag !== "null" ? { value: value.text, at: value.at } : undefined;
}

/** A list of scalars, or one scalar for a list of one. */
export function texts(value: SourceValue | undefined): readonly Located<string>[] {
  const items = value?.kind === "list" ? value.items : [value];
  return items.flatMap((item) => text(item) ?? []);
}
