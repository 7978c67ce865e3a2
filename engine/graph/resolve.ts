import type { Located } from "../diagnostics/source.ts";
import { hasTemplate, parseTemplate, type TemplatePart, type TemplatePath } from "../expression/template.ts";
import type { SourceEntry, SourceValue } from "../spec/pipeline.ts";
import type { ProblemList } from "./problem-list.ts";
import { type Found, lookUp, type Scope } from "./scope.ts";
import { spanWithin } from "./span-within.ts";

export interface ResolveContext {
  readonly scope: Scope;
  readonly problems: ProblemList;
}

/** Cut at its templates; `undefined` where that failed, which is then reported. */
export function partsOf(text: Located<string>, problems: ProblemList): readonly TemplatePart[] | undefined {
  const parsed = parseTemplate(text.value);
  if (parsed.ok) return parsed.value;
  const { code, message, hint, start, end } = parsed.failure;
  problems.add({ code, message, hint, at: spanWithin(problems.sources, { text, start, end }) });
  return undefined;
}

const ownRoots: readonly string[] = ["matrix", "in", "out", "with", "env"];

/** What one template stands for; `undefined` where it stands for nothing, which is then reported. */
export function findPath(path: TemplatePath, { text, context }: { text: Located<string>; context: ResolveContext }): Found | undefined {
  const found = lookUp(context.scope, path.segments);
  const at = () => spanWithin(context.problems.sources, { text, start: path.start, end: path.end });
  if (!found.ok) {
    const mayBeMended = context.scope.incomplete === true && ownRoots.includes(path.segments[0] ?? "");
    if (!mayBeMended) context.problems.add({ ...found.failure, at: at() });
    return undefined;
  }
  const { value } = found;
  if (value.kind === "value" && value.value.kind === "scalar" && hasTemplate(value.value.text)) {
    context.problems.add({
      code: "unknown-template",
      message: `\`${path.segments.join(".")}\` is itself a template`,
      at: at(),
      why: "templates are resolved once: what they lead to is a plain value",
      related: [{ label: "it is written here", at: value.value.at }],
    });
    return undefined;
  }
  return value;
}

/**
 * A text with its templates filled in by source text: `1e-5` stays `1e-5`. `undefined` where something was wrong, which is then
 * reported.
 */
export function resolveText(text: Located<string>, context: ResolveContext): string | undefined {
  if (!hasTemplate(text.value)) return text.value;
  const pieces = partsOf(text, context.problems)?.map((part) => (part.kind === "text" ? part.text : pieceOf(part, { text, context })));
  return pieces === undefined || pieces.includes(undefined) ? undefined : pieces.join("");
}

/** The text of one template inside a text. */
export function pieceOf(path: TemplatePath, { text, context }: { text: Located<string>; context: ResolveContext }): string | undefined {
  const found = findPath(path, { text, context });
  if (found === undefined) return undefined;
  const name = path.segments.join(".");
  if (found.kind === "paths" && found.paths.length === 1) return found.paths[0];
  if (found.kind === "value" && found.value.kind === "scalar" && found.value.tag !== "null") return found.value.text;
  const at = spanWithin(context.problems.sources, { text, start: path.start, end: path.end });
  if (found.kind === "paths") {
    const message = `\`${name}\` is ${found.paths.length} paths, which cannot stand inside one text`;
    context.problems.add({ code: "expression-type", message, at });
    return undefined;
  }
  const { value } = found;
  const related = [{ label: "it is written here", at: value.at }];
  if (value.kind === "scalar") {
    const hint = "give it a value, or let the whole value be the template";
    context.problems.add({ code: "null-in-text", message: `\`${name}\` is null and cannot be put into a text`, at, hint, related });
  } else {
    const message = `\`${name}\` is a ${value.kind}, which cannot be put into a text`;
    context.problems.add({ code: "expression-type", message, at, related });
  }
  return undefined;
}

/** A value with all its templates resolved. One that is only a template keeps the type of what it names, and its place. */
export function resolveValue(value: SourceValue, context: ResolveContext): SourceValue | undefined {
  if (value.kind === "scalar") return resolveScalar(value, context);
  if (value.kind === "list") {
    const items = value.items.map((item) => resolveValue(item, context));
    return items.some((item) => item === undefined) ? undefined : { ...value, items: items as readonly SourceValue[] };
  }
  const entries = value.entries.map((entry): SourceEntry | undefined => {
    const member = resolveValue(entry.value, context);
    return member && { ...entry, value: member };
  });
  return entries.some((entry) => entry === undefined) ? undefined : { ...value, entries: entries as readonly SourceEntry[] };
}

function resolveScalar(value: SourceValue & { readonly kind: "scalar" }, context: ResolveContext): SourceValue | undefined {
  if (value.tag !== "str" || !hasTemplate(value.text)) return value;
  const text = { value: value.text, at: value.at };
  const parts = partsOf(text, context.problems);
  const only = parts?.length === 1 ? parts[0] : undefined;
  if (only?.kind === "path") {
    const found = findPath(only, { text, context });
    if (found?.kind === "value") return found.value;
    return found && pathsValue(found.paths, value);
  }
  const resolved = parts && resolveText(text, context);
  return resolved === undefined ? undefined : { ...value, text: resolved };
}

function pathsValue(paths: readonly string[], { at }: SourceValue): SourceValue {
  const items = paths.map((text): SourceValue => ({ kind: "scalar", tag: "str", text, at }));
  return items.length === 1 && items[0] ? items[0] : { kind: "list", items, at };
}
