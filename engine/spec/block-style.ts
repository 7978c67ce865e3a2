import type { SourceValue } from "./pipeline.ts";

/** A value in YAML's block style, its scalars as they are written in the text. */
export function blockStyle(value: SourceValue, text: string): string {
  switch (value.kind) {
    case "scalar":
      return text.slice(value.at[1], value.at[2]).trim();
    case "list":
      return value.items.length === 0 ? "[]" : value.items.map((item) => `- ${blockStyle(item, text).replaceAll("\n", "\n  ")}`).join("\n");
    case "map":
      return value.entries.length === 0 ? "{}" : value.entries.map((entry) => pair(entry.key, entry.value, text)).join("\n");
  }
}

function pair(key: string, value: SourceValue, text: string): string {
  const block = blockStyle(value, text);
  const nested = value.kind !== "scalar" && block !== "[]" && block !== "{}";
  return nested ? `${key}:\n  ${block.replaceAll("\n", "\n  ")}` : `${key}: ${block}`.trimEnd();
}
