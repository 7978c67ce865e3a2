import type { Result } from "../platform/result.ts";
import { attempt } from "./attempt.ts";
import { ExpressionError } from "./expression-error.ts";
import { Parser } from "./parser.ts";

/** A piece of a text: as it stands, or a path to put in. Offsets are in the whole text; those of a path include `${{` and `}}`. */
export type TemplatePart = { readonly kind: "text"; readonly text: string; readonly start: number; readonly end: number } | TemplatePath;
export interface TemplatePath {
  readonly kind: "path";
  readonly segments: readonly string[];
  readonly start: number;
  readonly end: number;
}

export const hasTemplate = (text: string): boolean => text.includes("${{");

/** Cuts a text at its `${{ path }}`. `${NAME}` belongs to the shell and stays text. */
export function parseTemplate(text: string): Result<readonly TemplatePart[], ExpressionError> {
  return attempt(() => {
    const parts: TemplatePart[] = [];
    let at = 0;
    for (;;) {
      const start = text.indexOf("${{", at);
      if (start < 0) return at < text.length ? [...parts, textPart({ text, start: at, end: text.length })] : parts;
      if (start > at) parts.push(textPart({ text, start: at, end: start }));
      const part = readPath(text, start);
      parts.push(part);
      at = part.end;
    }
  });
}

const textPart = ({ text, start, end }: { readonly text: string; readonly start: number; readonly end: number }): TemplatePart => ({
  kind: "text",
  text: text.slice(start, end),
  start,
  end,
});

/** What nearly every template holds, and needs no parser for. */
const plainPath = /^ *[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)* *$/;

function readPath(text: string, start: number): TemplatePath {
  const close = text.indexOf("}}", start);
  if (close < 0) {
    throw new ExpressionError({ message: "this template has no closing `}}`", start, end: start + 3, hint: "write `${{ params.name }}`" });
  }
  const end = close + 2;
  const inner = text.slice(start + 3, close);
  if (plainPath.test(inner)) return { kind: "path", segments: inner.trim().split("."), start, end };
  try {
    const parser = new Parser(inner);
    const path = parser.path("a path such as `params.seed`");
    parser.end();
    return { kind: "path", segments: path.segments, start, end };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const from = start + 3 + error.start;
    throw new ExpressionError({
      message: `a template holds one path and no logic: ${error.message}`,
      start: Math.min(from, close),
      end: Math.max(Math.min(start + 3 + error.end, close), from + 1),
      hint: error.hint ?? "a path such as `params.seed`, `matrix.model`, `in.table`, `out.report`, `with.epochs` or `env.NAME`",
    });
  }
}
