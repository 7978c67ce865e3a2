import type { Span } from "../diagnostics/source.ts";
import type { SourceValue } from "./pipeline.ts";

type Tag = Extract<SourceValue, { readonly kind: "scalar" }>["tag"];

/** Words that YAML reads as one plain scalar, whatever stands around them; of whole numbers only those that are surely safe. */
const plainWord = /^[A-Za-z0-9_.+-]*[A-Za-z0-9]$/;
const longestSafeInteger = 15;

/** Tag resolution of the core schema (YAML 1.2.2, section 10.3.2). */
const tags: readonly (readonly [Tag, RegExp])[] = [
  ["null", /^(?:null|Null|NULL)$/],
  ["bool", /^(?:true|True|TRUE|false|False|FALSE)$/],
  ["int", /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/],
  ["float", /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/],
  ["float", /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/],
];

/** The value of a simple word, without loading the YAML library; `undefined` for anything that it should read. */
export function coreScalar(text: string, at: Span): SourceValue | undefined {
  if (!plainWord.test(text)) return undefined;
  const tag = tags.find(([, pattern]) => pattern.test(text))?.[0] ?? "str";
  if (tag === "int" && text.length > longestSafeInteger) return undefined;
  return { kind: "scalar", tag, text, at };
}
