import { coreScalar } from "../../spec/core-scalar.ts";
import type { SourceValue } from "../../spec/pipeline.ts";

/** A value in one line, as YAML's flow style would have it. */
export function paramText(value: SourceValue): string {
  switch (value.kind) {
    case "list":
      return `[${value.items.map(paramText).join(", ")}]`;
    case "map":
      return `{${value.entries.map(({ key, value: inner }) => `${key}: ${paramText(inner)}`).join(", ")}}`;
    case "scalar":
      return value.tag === "str" && !isPlain(value.text) ? JSON.stringify(value.text) : value.tag === "null" ? "null" : value.text;
  }
}

/** Whether a text needs no quotes to be taken for a text. */
function isPlain(text: string): boolean {
  const read = coreScalar(text, [0, 0, text.length]);
  if (read !== undefined) return read.kind === "scalar" && read.tag === "str";
  return /^[\p{L}./_]/u.test(text) && !/^\.\d|[\p{Cc},[\]{}#]|: |\s$/u.test(text);
}
