import type { Located } from "../diagnostics/source.ts";
import { hasTemplate, type TemplatePath } from "../expression/template.ts";
import { findPath, partsOf, pieceOf, type ResolveContext, resolveText } from "./resolve.ts";
import { shellQuote } from "./shell-quote.ts";
import { isSimple, type Surrounding, scanShell } from "./shell-scan.ts";
import { spanWithin } from "./span-within.ts";

export interface CommandText {
  readonly text: Located<string>;
  readonly shell: "sh" | "bash";
}

/** A command for the shell: every value that is put in is one word of it, whatever is in the value; several paths are several words. */
export function resolveShellCommand({ text, shell }: CommandText, context: ResolveContext): string | undefined {
  if (!hasTemplate(text.value)) return text.value;
  const parts = partsOf(text, context.problems);
  if (parts === undefined) return undefined;
  const holes = parts.filter((part): part is TemplatePath => part.kind === "path");
  const simple = parts.every((part) => part.kind === "path" || isSimple(part.text));
  const surroundings = simple ? [] : scanShell({ text: text.value, holes, shell }).surroundings;
  const quotable = holes.map((hole, index) => isBare({ hole, text, around: surroundings[index] ?? "bare", context }));
  const pieces = parts.map((part) => (part.kind === "text" ? part.text : quotedPiece(part, { text, context })));
  return quotable.includes(false) || pieces.includes(undefined) ? undefined : pieces.join("");
}

function quotedPiece(path: TemplatePath, place: { text: Located<string>; context: ResolveContext }): string | undefined {
  const next = place.text.value.slice(path.end);
  if (path.segments[0] === "in" || path.segments[0] === "out") {
    const found = findPath(path, place);
    return found?.kind === "paths" ? found.paths.map((text) => shellQuote(text, next)).join(" ") : undefined;
  }
  const piece = pieceOf(path, place);
  return piece === undefined ? undefined : shellQuote(piece, next);
}

const surroundingNames: Readonly<Record<Exclude<Surrounding, "bare">, string>> = {
  quotes: "inside quotes",
  "here-document": "inside a here-document",
  comment: "inside a comment",
  escape: "right after `\\` or `$`",
  backquotes: "inside backquotes",
  arithmetic: "inside `$((…))`",
  expansion: "inside `${…}`",
};

interface Hole {
  readonly hole: TemplatePath;
  readonly text: Located<string>;
  readonly around: Surrounding;
  readonly context: ResolveContext;
}

function isBare({ hole, text, around, context }: Hole): boolean {
  if (around === "bare") return true;
  const written = text.value.slice(hole.start, hole.end);
  context.problems.add({
    code: "template-in-quotes",
    message: `a template stands ${surroundingNames[around]}`,
    at: spanWithin(context.problems.sources, { text, start: hole.start, end: hole.end }),
    why: "Millrace quotes every value that it puts into a command; there, its quotes would mean something else",
    hint:
      around === "quotes"
        ? `take the quotes away: ${written} is one word, whatever is in it`
        : `put it into a variable first: \`value=${written}\`, then use \`"$value"\``,
  });
  return false;
}

/** A program and its arguments, without a shell: nothing is quoted. An argument that is only `${{ in.x }}` becomes as many as there are paths. */
export function resolveArguments(items: readonly Located<string>[], context: ResolveContext): readonly string[] | undefined {
  const resolved = items.map((item) => resolveArgument(item, context));
  return resolved.some((item) => item === undefined) ? undefined : resolved.flatMap((item) => item ?? []);
}

function resolveArgument(text: Located<string>, context: ResolveContext): readonly string[] | undefined {
  const parts = hasTemplate(text.value) ? partsOf(text, context.problems) : [];
  const only = parts?.length === 1 ? parts[0] : undefined;
  if (only?.kind === "path" && (only.segments[0] === "in" || only.segments[0] === "out")) {
    const found = findPath(only, { text, context });
    return found?.kind === "paths" ? found.paths : undefined;
  }
  const resolved = parts && resolveText(text, context);
  return resolved === undefined ? undefined : [resolved];
}
