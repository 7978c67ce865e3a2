import type { SourceValue } from "./pipeline.ts";

type Scalar = Extract<SourceValue, { readonly kind: "scalar" }>;

/** The value of a scalar, by YAML's core schema. */
export function scalarValue({ tag, text }: Pick<Scalar, "tag" | "text">): string | number | boolean | null {
  switch (tag) {
    case "str":
      return text;
    case "int":
      return integerValue(text);
    case "float":
      return floatValue(text);
    case "bool":
      return text.toLowerCase() === "true";
    case "null":
      return null;
  }
}

/** `12`, `-3`, `+3`, `0o17`, `0x1F`. */
function integerValue(text: string): number {
  const digits = text.replace(/^[+-]/, "");
  return text.startsWith("-") ? -Number(digits) : Number(digits);
}

/** `1.5`, `1e-5`, `.5`, `.inf`, `-.inf`, `.nan`. */
function floatValue(text: string): number {
  const lower = text.toLowerCase();
  if (lower === ".nan") return Number.NaN;
  if (lower.endsWith(".inf")) return lower.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(lower.replace(/^\+/, ""));
}

/** What the value is without its places: maps have no prototype, so any key is a key. */
export function plainValue(value: SourceValue): unknown {
  switch (value.kind) {
    case "scalar":
      return scalarValue(value);
    case "list":
      return value.items.map(plainValue);
    case "map": {
      const object: Record<string, unknown> = Object.create(null);
      for (const entry of value.entries) object[entry.key] = plainValue(entry.value);
      return object;
    }
  }
}
