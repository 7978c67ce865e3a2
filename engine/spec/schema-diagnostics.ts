import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean, listOf } from "../diagnostics/did-you-mean.ts";
import { placeIn } from "../diagnostics/place.ts";
import type { Source, Span } from "../diagnostics/source.ts";
import type { SourceValue } from "./pipeline.ts";
import { chooseBranches } from "./schema-branches.ts";
import { asSchema, pathOf, type SchemaError } from "./schema-error.ts";
import { type ValueComplaint, valueComplaint } from "./schema-value-message.ts";
import { entryOf, type TreePath, valueAt } from "./tree-path.ts";
import { clause } from "./value-words.ts";

export interface SchemaCheck {
  /** Of a validator with `allErrors` and `verbose`. */
  readonly errors: readonly SchemaError[];
  /** What was validated. */
  readonly value: SourceValue;
  /** What the spans of `value` point into. */
  readonly sources: readonly Source[];
  /** A place in the text as a person calls it: `[]` -> "`with` of stage `train`", `["epochs"]` -> "`epochs` of stage `train`". */
  readonly nameOf: (path: TreePath) => string;
  /** Known words for other tools' words: `deps` -> `in`. They count only where the schema knows the answer. */
  readonly synonyms?: Readonly<Record<string, string>>;
  /** What to say of an unknown key that resembles no other. */
  readonly strangerHint?: (path: TreePath, key: string) => string | undefined;
  /** Where to point at when the value has no text of its own, such as a `with` that is left out. */
  readonly fallback?: Span;
}

export interface SchemaFault {
  readonly diagnostic: Diagnostic;
  /** What to leave out so that the rest can be used: a value or an entry; for something missing, what misses it. */
  readonly path: TreePath;
}

/** Where it is clear what was meant, a long list of the other keys helps nobody. */
const mostNamed = 8;

/** What a person is told where a value does not fit its schema, in the order of the validator. */
export function schemaDiagnostics(check: SchemaCheck): readonly SchemaFault[] {
  const errors = chooseBranches(check.errors.map((error) => (error.keyword === "false schema" ? described(error, check.errors) : error)));
  const unknown = new Map<SchemaError, string | undefined>();
  for (const error of errors) if (error.keyword === "additionalProperties") unknown.set(error, suggestion(error, check));
  return errors.flatMap((error) => {
    if (hangsOnMisspelt(error, unknown)) return [];
    if (error.keyword === "additionalProperties") return [unknownKey(error, unknown.get(error), check)];
    if (error.keyword === "required") return missingKey(error, [...unknown], check);
    if (error.keyword === "dependentRequired") return missingBeside(error, [...unknown], { ...check, errors });
    const complaint = valueComplaint({ error, value: valueAt(check.value, pathOf(error)), nameOf: check.nameOf });
    return complaint === undefined ? [] : [wrongValue(error, complaint, check)];
  });
}

/** Of what a condition forbids, `false` says nothing; the schema around the condition knows what it is. */
function described(error: SchemaError, errors: readonly SchemaError[]): SchemaError {
  const path = pathOf(error);
  const holder = error.instancePath.slice(0, error.instancePath.lastIndexOf("/"));
  const condition = errors.find(({ keyword, instancePath }) => keyword === "if" && instancePath === holder);
  const parentSchema = asSchema(asSchema(condition?.parentSchema).properties)[path.at(-1) ?? ""];
  return parentSchema === undefined ? error : { ...error, parentSchema };
}

/** What a condition (`if`) demands may change once a misspelt key beside it is mended. */
function hangsOnMisspelt(error: SchemaError, unknown: ReadonlyMap<SchemaError, string | undefined>): boolean {
  if (!/\/(then|else)\//.test(error.schemaPath)) return false;
  const holder = error.keyword === "required" ? error.instancePath : error.instancePath.slice(0, error.instancePath.lastIndexOf("/"));
  return [...unknown].some(([other, meant]) => meant !== undefined && other.instancePath === holder);
}

function suggestion(error: SchemaError, { value, synonyms = {} }: SchemaCheck): string | undefined {
  const key = String(error.params.additionalProperty);
  const holder = valueAt(value, pathOf(error));
  const free = knownKeys(error).filter((known) => entryOf(holder, known) === undefined);
  const synonym = synonyms[key.toLowerCase()];
  return synonym !== undefined && free.includes(synonym) ? synonym : didYouMean(key, free);
}

const knownKeys = (error: SchemaError): readonly string[] => Object.keys(asSchema(asSchema(error.parentSchema).properties));

function unknownKey(error: SchemaError, meant: string | undefined, check: SchemaCheck): SchemaFault {
  const holder = pathOf(error);
  const key = String(error.params.additionalProperty);
  const known = knownKeys(error);
  const hint = meant !== undefined ? `did you mean \`${meant}\`?` : check.strangerHint?.(holder, key);
  return {
    path: [...holder, key],
    diagnostic: {
      code: "unknown-key",
      severity: "error",
      message: `unknown key \`${key}\` in ${check.nameOf(holder)}`,
      ...placed(check, keyAt(check, [...holder, key])),
      ...(known.length > 0 && (hint === undefined || known.length <= mostNamed) && { why: `known here: ${listOf(known, { limit: 30 })}` }),
      ...(hint !== undefined && { hint }),
    },
  };
}

type Unknown = readonly (readonly [SchemaError, string | undefined])[];

/** What is missing may be there, misspelt: then that has been said. */
const isMisspelt = ({ instancePath }: SchemaError, unknown: Unknown, needed: readonly string[]): boolean =>
  unknown.some(([other, meant]) => other.instancePath === instancePath && meant !== undefined && needed.includes(meant));

function missingKey(error: SchemaError, unknown: Unknown, check: SchemaCheck): readonly SchemaFault[] {
  const { missingProperty, anyOf } = error.params;
  const needed = Array.isArray(anyOf) ? anyOf.map(String) : [String(missingProperty)];
  if (isMisspelt(error, unknown, needed)) return [];
  const path = pathOf(error);
  const properties = asSchema(asSchema(error.parentSchema).properties);
  const [only] = needed;
  const description = needed.length === 1 && only !== undefined ? asSchema(properties[only]).description : undefined;
  return [
    {
      path,
      diagnostic: {
        code: "missing-key",
        severity: "error",
        message: `${check.nameOf(path)} needs ${needed.length > 3 ? "one of " : ""}${listOf(needed, { conjunction: "or" })}`,
        ...placed(check, keyAt(check, path)),
        ...(typeof description === "string" && { why: `\`${only}\`: ${clause(description)}` }),
        hint: needed.length > 3 ? "add one of them" : `add ${needed.map((key) => `\`${key}: …\``).join(" or ")}`,
      },
    },
  ];
}

/** A key that says something only beside another one. Where it may not stand at all, that has been said. */
function missingBeside(error: SchemaError, unknown: Unknown, check: SchemaCheck): readonly SchemaFault[] {
  const [key, needed] = [String(error.params.property), String(error.params.missingProperty)];
  const path = [...pathOf(error), key];
  const isForbidden = check.errors.some(({ keyword, instancePath }) => {
    return keyword === "false schema" && instancePath === `${error.instancePath}/${key}`;
  });
  if (isForbidden || isMisspelt(error, unknown, [needed])) return [];
  const { description } = asSchema(asSchema(asSchema(error.parentSchema).properties)[key]);
  return [
    {
      path,
      diagnostic: {
        code: "missing-key",
        severity: "error",
        message: `${check.nameOf(path)} needs \`${needed}\` beside it`,
        ...placed(check, keyAt(check, path)),
        ...(typeof description === "string" && { why: clause(description) }),
        hint: `add \`${needed}: …\` or remove \`${key}\``,
      },
    },
  ];
}

function wrongValue(error: SchemaError, complaint: ValueComplaint, check: SchemaCheck): SchemaFault {
  const path = pathOf(error);
  const { propertyName } = error;
  const target = propertyName === undefined ? path : [...path, propertyName];
  const { subject, ...said } = complaint;
  return {
    path: target,
    diagnostic: {
      severity: "error",
      ...said,
      ...placed(check, subject === "key" || propertyName !== undefined ? keyAt(check, target) : valueSpan(check, path)),
    },
  };
}

const placed = ({ sources }: SchemaCheck, span: Span | undefined): Pick<Diagnostic, "place"> => {
  const place = span === undefined ? undefined : placeIn(sources, span);
  return place === undefined ? {} : { place };
};

function keyAt(check: SchemaCheck, path: TreePath): Span | undefined {
  const last = path.at(-1);
  if (last === undefined) return check.fallback ?? check.value.at;
  return entryOf(valueAt(check.value, path.slice(0, -1)), last)?.keyAt ?? valueAt(check.value, path)?.at ?? check.fallback;
}

/** Of nothing there is nothing to show: its key then. */
function valueSpan(check: SchemaCheck, path: TreePath): Span | undefined {
  const value = valueAt(check.value, path);
  const empty = value === undefined || value.at[1] === value.at[2];
  return empty ? keyAt(check, path) : value.at;
}
