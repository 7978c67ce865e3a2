import type { SourceEntry, SourceValue } from "../spec/pipeline.ts";
import { plainValue } from "../spec/plain-value.ts";
import { schemaDiagnostics } from "../spec/schema-diagnostics.ts";
import { pathOf, type SchemaError } from "../spec/schema-error.ts";
import { entryOf, pathText } from "../spec/tree-path.ts";
import type { Draft } from "./draft.ts";
import type { KeyValue } from "./plan.ts";
import { type ResolveContext, resolveValue } from "./resolve.ts";
import { holdsUnknown, isUnknown } from "./unknown-value.ts";
import { keyValueOf, keyValueOfPlain } from "./values.ts";

export interface ResolvedWith {
  /** As written, templates resolved: what `with.*` names. */
  readonly value: SourceValue;
  /** With the defaults of the kind's schema: what enters the key. */
  readonly key: KeyValue;
}

/** The options of a stage; those of a kind are checked by its schema, those of a command are free. */
export function resolveWith(draft: Draft, context: ResolveContext): ResolvedWith {
  const { spec, kind } = draft;
  const written: SourceValue = spec.with ?? { kind: "map", entries: [], at: spec.name.at };
  const value = resolveMembers(written, context);
  const whole = value.kind !== "map" || written.kind !== "map" || value.entries.length === written.entries.length;
  if (spec.does.kind === "run" || kind === undefined) return { value, key: keyValueOf(value) };
  const plain = plainValue(value);
  const errors = kind
    .checkWith(plain)
    .filter(({ keyword }) => keyword !== "required" || (whole && !spec.incomplete))
    .filter((error) => !isOfUnknown(error, value));
  const stage = `stage \`${spec.name.value}\``;
  const faults = schemaDiagnostics({
    errors,
    value,
    sources: context.problems.sources,
    nameOf: (path) => (path.length === 0 ? `\`with\` of ${stage}` : `\`${pathText(path)}\` of ${stage}`),
  });
  for (const { diagnostic } of faults) context.problems.addDiagnostic(diagnostic);
  return { value, key: withDefaults(value, plain) };
}

/** Without the members that could not be resolved, which has been reported: the others can still be looked at. */
function resolveMembers(written: SourceValue, context: ResolveContext): SourceValue {
  if (written.kind !== "map") return resolveValue(written, context) ?? { kind: "map", entries: [], at: written.at };
  const entries = written.entries.flatMap((entry): readonly SourceEntry[] => {
    const value = resolveValue(entry.value, context);
    return value === undefined ? [] : [{ ...entry, value }];
  });
  return { ...written, entries };
}

/** What was written keeps its source text; what the schema added has none. */
function withDefaults(value: SourceValue, plain: unknown): KeyValue {
  if (value.kind === "map" && isObject(plain)) {
    const written = new Map(value.entries.map((entry: SourceEntry) => [entry.key, entry.value]));
    return {
      map: Object.fromEntries(
        Object.entries(plain).map(([key, member]) => {
          const own = written.get(key);
          return [key, own === undefined ? keyValueOfPlain(member) : withDefaults(own, member)];
        }),
      ),
    };
  }
  if (value.kind === "list" && Array.isArray(plain)) return { list: value.items.map((item, index) => withDefaults(item, plain[index])) };
  return keyValueOf(value);
}

/** Whether the value that does not fit, or the reason in it, is only known once a stage has made a list. */
function isOfUnknown(error: SchemaError, value: SourceValue): boolean {
  let place = value;
  for (const step of pathOf(error)) {
    const next = place.kind === "map" ? entryOf(place, step)?.value : place.kind === "list" ? place.items[Number(step)] : undefined;
    if (next === undefined) break;
    place = next;
  }
  return error.keyword === "required" || error.keyword === "additionalProperties" ? isUnknown(place) : holdsUnknown(place);
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);
