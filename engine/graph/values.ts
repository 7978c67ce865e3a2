import type { Span } from "../diagnostics/source.ts";
import type { SourceValue } from "../spec/pipeline.ts";
import type { KeyValue } from "./plan.ts";

/** As it enters the key: tag and source text. */
export function keyValueOf(value: SourceValue): KeyValue {
  if (value.kind === "scalar") return { tag: value.tag, text: value.text };
  if (value.kind === "list") return { list: value.items.map(keyValueOf) };
  return { map: Object.fromEntries(value.entries.map((entry) => [entry.key, keyValueOf(entry.value)])) };
}

/** Equal texts for equal values, and for no others. */
export const identityOf = (value: SourceValue): string => JSON.stringify(keyValueOf(value));

/** What a schema's default adds, which nobody wrote. */
export function keyValueOfPlain(value: unknown): KeyValue {
  if (Array.isArray(value)) return { list: value.map(keyValueOfPlain) };
  if (typeof value === "object" && value !== null) {
    return { map: Object.fromEntries(Object.entries(value).map(([key, member]) => [key, keyValueOfPlain(member)])) };
  }
  if (typeof value === "number") return { tag: Number.isInteger(value) ? "int" : "float", text: String(value) };
  if (typeof value === "boolean") return { tag: "bool", text: String(value) };
  return value === null || value === undefined ? { tag: "null", text: "null" } : { tag: "str", text: String(value) };
}

/** A value that was read from JSON, as if it were written at a place of the file. Numbers are as JSON reads them: `1.0` is 1. */
export function sourceValueOf(value: unknown, at: Span): SourceValue {
  if (Array.isArray(value)) return { kind: "list", items: value.map((item) => sourceValueOf(item, at)), at };
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, member]) => ({ key, keyAt: at, value: sourceValueOf(member, at) }));
    return { kind: "map", entries, at };
  }
  if (typeof value === "number") return { kind: "scalar", tag: Number.isInteger(value) ? "int" : "float", text: String(value), at };
  if (typeof value === "boolean") return { kind: "scalar", tag: "bool", text: String(value), at };
  return value === null ? { kind: "scalar", tag: "null", text: "null", at } : { kind: "scalar", tag: "str", text: String(value), at };
}
