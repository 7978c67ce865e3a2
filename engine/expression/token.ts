import { ExpressionError } from "./expression-error.ts";

export type Token =
  | { readonly kind: "word" | "text"; readonly value: string; readonly start: number; readonly end: number }
  | { readonly kind: "number"; readonly value: number; readonly start: number; readonly end: number }
  | { readonly kind: "symbol"; readonly value: Symbol; readonly start: number; readonly end: number }
  | { readonly kind: "end"; readonly start: number; readonly end: number };

export const comparisonOperators = [">=", "<=", "==", "!=", ">", "<"] as const;
export type ComparisonOperator = (typeof comparisonOperators)[number];
type Symbol = ComparisonOperator | "(" | ")" | "%";

const space = /\s*/y;
const number = /-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
/** A path: names joined by dots; an index of a list is a number. */
const word = /[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*/y;
const text = /"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'/y;
const symbol = /[<>=!]=|[<>()%]/y;

/** Cuts an expression into tokens, the last of which is `end`. Throws an `ExpressionError` at the first character that fits nothing. */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += match({ pattern: space, source, at })?.[0].length ?? 0;
    if (at >= source.length) return [...tokens, { kind: "end", start: source.length, end: source.length }];
    const token = nextToken(source, at);
    tokens.push(token);
    at = token.end;
  }
}

function nextToken(source: string, at: number): Token {
  const figure = match({ pattern: number, source, at });
  if (figure) return { kind: "number", value: Number(figure[0]), start: at, end: at + figure[0].length };
  const path = match({ pattern: word, source, at });
  if (path) return { kind: "word", value: path[0], start: at, end: at + path[0].length };
  const quoted = match({ pattern: text, source, at });
  if (quoted) return { kind: "text", value: unquote(quoted), start: at, end: at + quoted[0].length };
  const sign = match({ pattern: symbol, source, at });
  if (sign) return { kind: "symbol", value: sign[0] as Symbol, start: at, end: at + sign[0].length };
  throw unexpected(source, at);
}

const match = ({ pattern, source, at }: { readonly pattern: RegExp; readonly source: string; readonly at: number }) => {
  pattern.lastIndex = at;
  return pattern.exec(source);
};

const unquote = (found: RegExpExecArray): string =>
  found[1] === undefined ? (found[2] ?? "").replaceAll("''", "'") : found[1].replace(/\\(.)/g, "$1");

/** What people write who come from another language, and what it is called here. */
const foreign: readonly (readonly [string, string])[] = [
  ["&&", "and"],
  ["||", "or"],
  ["!", "not"],
  ["=>", ">="],
  ["=<", "<="],
  ["=", "=="],
];

function unexpected(source: string, at: number): ExpressionError {
  const habit = foreign.find(([sign]) => source.startsWith(sign, at));
  const character = habit?.[0] ?? String.fromCodePoint(source.codePointAt(at) ?? 0);
  const unclosed = character === '"' || character === "'";
  return new ExpressionError({
    message: unclosed ? "this text has no closing quote" : `\`${character}\` has no meaning here`,
    start: at,
    end: at + character.length,
    ...(habit && { hint: `write \`${habit[1]}\`` }),
  });
}
