import { listOf } from "../diagnostics/did-you-mean.ts";
import type { SourceValue } from "./pipeline.ts";
import { asSchema, textOf } from "./schema-error.ts";

const typeWords: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  null: "nothing",
};

/** `a text, a list or nothing`. */
export function typesInWords(types: unknown): string {
  const words = (Array.isArray(types) ? types : [types]).map((type) => typeWords[String(type)] ?? String(type));
  return joinWords([...new Set(words)]);
}

/** What a schema asks for, as it would follow "must be". */
export function askedInWords(schema: unknown): string {
  const { enum: values, const: only, type, anyOf, oneOf, title, pattern } = asSchema(schema);
  const branches = anyOf ?? oneOf;
  if (Array.isArray(values)) return listOf(values.map(String), { conjunction: "or" });
  if (only !== undefined) return `\`${String(only)}\``;
  if (pattern !== undefined && typeof title === "string" && /^(A|An|The) /.test(title)) return lowerFirst(title);
  if (type !== undefined) return typesInWords(type);
  if (Array.isArray(branches)) return joinWords([...new Set(branches.flatMap(branchInWords))]);
  return textOf(title)?.toLowerCase() ?? "something else";
}

const branchInWords = (schema: unknown): readonly string[] => {
  const { enum: values } = asSchema(schema);
  return Array.isArray(values) ? values.map((value) => `\`${String(value)}\``) : [askedInWords(schema)];
};

/** What stands there, as it would follow "not": `the text `many``, `5`, `a list`, `nothing`. */
export function foundInWords(value: SourceValue | undefined): string {
  if (value === undefined) return "nothing";
  if (value.kind !== "scalar") return value.kind === "list" ? "a list" : "a map";
  if (value.tag === "null") return "nothing";
  const text = value.text.length > 40 ? `${value.text.slice(0, 39)}…` : value.text;
  return value.tag === "str" ? `the text \`${text.replaceAll("\n", " ")}\`` : `\`${text}\``;
}

export function joinWords(words: readonly string[], conjunction = "or"): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${conjunction} ${words.at(-1)}`;
}

export const lowerFirst = (text: string): string => (/^[A-Z][A-Z]/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1));

/** A schema's description as it follows "why:": small, and without a full stop at its end. */
export const clause = (description: string): string => lowerFirst(description.replace(/\.$/, ""));
