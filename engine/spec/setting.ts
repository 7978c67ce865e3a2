import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean, listOf } from "../diagnostics/did-you-mean.ts";
import { placeOf } from "../diagnostics/place.ts";
import type { Source, Span } from "../diagnostics/source.ts";
import { coreScalar } from "./core-scalar.ts";
import type { SourceMap } from "./merge.ts";
import type { SourceValue } from "./pipeline.ts";
import { entryOf, valueAt } from "./tree-path.ts";

export interface SettingRequest {
  /** The text after `--set`, as a source of its own. */
  readonly source: Source;
  readonly index: number;
  /** What it may change. */
  readonly params: SourceMap;
}

export type SettingReading = { readonly change: SourceMap } | { readonly diagnostics: readonly Diagnostic[] };

/** `training.epochs=5`: a param that exists, and a YAML value. The change is a map that is to be merged into the params. */
export async function readSetting(request: SettingRequest): Promise<SettingReading> {
  const { source, index } = request;
  const equals = source.text.indexOf("=");
  if (equals <= 0) {
    const diagnostic = {
      code: "option-value",
      severity: "error",
      message: `\`--set ${source.text}\` has no \`NAME=VALUE\``,
      hint: "for example `--set training.epochs=5`",
    } as const;
    return { diagnostics: [diagnostic] };
  }
  const name = source.text.slice(0, equals);
  const unknown = unknownParam(name, request);
  if (unknown !== undefined) return { diagnostics: [unknown] };
  const keyAt: Span = [index, 0, equals];
  const value = await readValue(source, [index, equals + 1, source.text.length]);
  if ("diagnostics" in value) return value;
  const lost = lostMap(name, { ...request, value: value.value });
  if (lost !== undefined) return { diagnostics: [lost] };
  return { change: nest(name.split("."), keyAt, value.value) as SourceMap };
}

function nest(steps: readonly string[], keyAt: Span, value: SourceValue): SourceValue {
  return steps.reduceRight<SourceValue>((inner, key) => ({ kind: "map", at: inner.at, entries: [{ key, keyAt, value: inner }] }), value);
}

async function readValue(
  source: Source,
  at: Span,
): Promise<{ readonly value: SourceValue } | { readonly diagnostics: readonly Diagnostic[] }> {
  const simple = coreScalar(source.text.slice(at[1]), at);
  if (simple !== undefined) return { value: simple };
  const { readYaml } = await import("./read-yaml.ts");
  // Blanks instead of the name: the value keeps its columns.
  const { value, diagnostics } = readYaml({ ...source, text: source.text.slice(at[1]).padStart(source.text.length) }, at[0]);
  if (diagnostics.length > 0) return { diagnostics: diagnostics.map((diagnostic) => inSetting(diagnostic, source, at)) };
  return { value: value ?? { kind: "scalar", tag: "null", text: "", at } };
}

const inSetting = (diagnostic: Diagnostic, source: Source, at: Span): Diagnostic => ({ ...diagnostic, place: placeOf(source, at) });

function unknownParam(name: string, { source, index, params }: SettingRequest): Diagnostic | undefined {
  let holder: SourceValue = params;
  const steps = name.split(".");
  for (const [depth, step] of steps.entries()) {
    const entry = entryOf(holder, step);
    if (entry !== undefined) {
      holder = entry.value;
      continue;
    }
    const above = steps.slice(0, depth);
    const known = holder.kind === "map" ? holder.entries.map(({ key }) => [...above, key].join(".")) : [];
    const wanted = [...above, step].join(".");
    const meant = didYouMean(wanted, known) ?? didYouMean(name, namesOf(params));
    return {
      code: "unknown-param",
      severity: "error",
      message: `there is no param \`${wanted}\``,
      place: placeOf(source, [index, 0, name.length]),
      why: known.length > 0 ? `${knownWords(above, known.length)} ${listOf(known)}` : noneWords(above),
      hint: meant === undefined ? "add it to `params` in the pipeline file first" : `did you mean \`${meant}\`?`,
    };
  }
  return undefined;
}

/** A map of params is merged with a map; anything else would take its members away without a word. */
function lostMap(name: string, { source, index, params, value }: SettingRequest & { readonly value: SourceValue }): Diagnostic | undefined {
  const holder = valueAt(params, name.split("."));
  if (holder?.kind !== "map" || holder.entries.length === 0 || value.kind === "map") return undefined;
  const members = holder.entries.map(({ key }) => `${name}.${key}`);
  return {
    code: "wrong-type",
    severity: "error",
    message: `the param \`${name}\` is a map, and \`--set\` would replace it by a ${value.kind === "list" ? "list" : "value"}`,
    place: placeOf(source, [index, 0, name.length]),
    why: `${listOf(members)} would be gone`,
    hint: `set one of them: \`--set ${members[0]}=…\``,
  };
}

const noneWords = (above: readonly string[]): string =>
  above.length === 0 ? "the pipeline has no params" : `\`${above.join(".")}\` is a value, not a map`;

/** All params by their full names, maps too. */
function namesOf(value: SourceValue, above: readonly string[] = []): readonly string[] {
  if (value.kind !== "map") return [];
  return value.entries.flatMap((entry) => [[...above, entry.key].join("."), ...namesOf(entry.value, [...above, entry.key])]);
}

const knownWords = (above: readonly string[], count: number): string =>
  above.length === 0 ? (count === 1 ? "the only param is" : "the params are") : `in \`${above.join(".")}\` ${count === 1 ? "is" : "are"}`;
