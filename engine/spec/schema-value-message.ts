import type { DiagnosticCode } from "../diagnostics/code.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import type { SourceValue } from "./pipeline.ts";
import { scalarValue } from "./plain-value.ts";
import { asSchema, pathOf, type Schema, type SchemaError, textOf } from "./schema-error.ts";
import type { TreePath } from "./tree-path.ts";
import { askedInWords, clause, foundInWords, lowerFirst } from "./value-words.ts";

export interface ValueComplaint {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly why?: string;
  readonly hint?: string;
  /** What to point at: the value, unless it is said. */
  readonly subject?: "key";
}

interface Complained {
  readonly error: SchemaError;
  readonly value: SourceValue | undefined;
  readonly nameOf: (path: TreePath) => string;
}

const bounds: Readonly<Record<string, string>> = {
  minimum: "at least",
  maximum: "at most",
  exclusiveMinimum: "above",
  exclusiveMaximum: "below",
};
const counts: Readonly<Record<string, readonly [side: string, unit: string]>> = {
  minItems: ["at least", "item"],
  maxItems: ["at most", "item"],
  minLength: ["at least", "character"],
  maxLength: ["at most", "character"],
  minProperties: ["at least", "key"],
  maxProperties: ["at most", "key"],
};

/** What is wrong with a value (not with the set of its keys), in a person's words; `undefined` where another error says it. */
export function valueComplaint(complained: Complained): ValueComplaint | undefined {
  const { error } = complained;
  const { keyword, params } = error;
  if (error.propertyName !== undefined) return invalidName(error);
  if (keyword === "type") return mustBe("wrong-type", askedInWords(error.parentSchema), complained);
  if (keyword === "enum" || keyword === "const") return mustBe("wrong-value", askedInWords(error.parentSchema), complained);
  if (keyword === "anyOf" || keyword === "oneOf") return mustBe("wrong-value", askedInWords({ anyOf: error.schema }), complained);
  if (keyword === "pattern") return wrongForm(complained);
  if (keyword === "false schema") return outOfPlace(complained);
  if (keyword === "uniqueItems") return repeated(complained);
  const bound = bounds[keyword];
  if (bound !== undefined) return mustBe("wrong-value", `${bound} ${String(params.limit)}`, complained);
  const count = counts[keyword];
  if (count !== undefined) return wrongCount(count, complained);
  return { code: "wrong-value", message: `${subjectOf(complained)} ${error.message ?? "does not fit"}`, ...described(error) };
}

const subjectOf = ({ error, nameOf }: Complained): string => nameOf(pathOf(error));

const described = ({ parentSchema }: SchemaError): { readonly why?: string } => {
  const description = textOf(asSchema(parentSchema).description);
  return description === undefined ? {} : { why: clause(description) };
};

function mustBe(code: DiagnosticCode, asked: string, complained: Complained): ValueComplaint {
  const hint = hintFor(complained);
  return {
    code: foundInWords(complained.value) === "nothing" ? "wrong-type" : code,
    message: `${subjectOf(complained)} must be ${asked}, not ${foundInWords(complained.value)}`,
    ...described(complained.error),
    ...(hint !== undefined && { hint }),
  };
}

/** A pattern says nothing to people: the schema's title does, where it is a noun, else its description. */
function wrongForm(complained: Complained): ValueComplaint {
  const title = textOf(asSchema(complained.error.parentSchema).title);
  if (title !== undefined && /^(A|An|The) /.test(title)) return mustBe("wrong-value", lowerFirst(title), complained);
  const hint = hintFor(complained);
  return {
    code: "wrong-value",
    message: `${subjectOf(complained)} cannot be ${foundInWords(complained.value)}`,
    ...described(complained.error),
    ...(hint !== undefined && { hint }),
  };
}

function wrongCount([side, unit]: readonly [string, string], complained: Complained): ValueComplaint {
  const { error } = complained;
  const limit = Number(error.params.limit);
  const empty = side === "at least" && limit === 1;
  const message = `${subjectOf(complained)} must ${empty ? "not be empty" : `have ${side} ${limit} ${unit}${limit === 1 ? "" : "s"}`}`;
  return { code: "wrong-value", message, ...described(error) };
}

function repeated(complained: Complained): ValueComplaint {
  const { value, error } = complained;
  const again = value?.kind === "list" ? value.items[Math.max(Number(error.params.i), Number(error.params.j))] : undefined;
  return { code: "wrong-value", message: `${subjectOf(complained)} holds ${foundInWords(again)} twice`, ...described(error) };
}

function outOfPlace(complained: Complained): ValueComplaint {
  const path = pathOf(complained.error);
  const beside = /dependentSchemas\/([^/]+)\//.exec(complained.error.schemaPath)?.[1];
  return {
    code: "unknown-key",
    message: `${subjectOf(complained)} cannot stand ${beside === undefined ? "here" : `beside \`${beside}\``}`,
    ...described(complained.error),
    hint: `remove \`${path.at(-1)}\`${beside === undefined ? "" : ` or \`${beside}\``}`,
    subject: "key",
  };
}

function invalidName({ propertyName = "", parentSchema }: SchemaError): ValueComplaint {
  const { title, description } = asSchema(parentSchema);
  const letters = propertyName.replace(/[^A-Za-z0-9_-]+/g, "_").replace(/_+$/, "");
  return {
    code: "invalid-name",
    message: `\`${propertyName}\` is not ${lowerFirst(textOf(title) ?? "a name")}`,
    ...(typeof description === "string" && { why: clause(description) }),
    ...(/^[A-Za-z]/.test(letters) && letters !== propertyName && { hint: `for example \`${letters}\`` }),
    subject: "key",
  };
}

/** What to write instead, where the value shows what was meant. */
function hintFor({ error, value }: Complained): string | undefined {
  const schema = asSchema(error.parentSchema);
  const types = [schema.type].flat().map(String);
  if (value?.kind === "scalar" && error.keyword === "type") {
    if (value.tag === "str") return hintForText(value.text, types) ?? numberExample(pathOf(error).at(-1), schema);
    const example = Array.isArray(schema.examples) ? schema.examples : undefined;
    if (value.tag !== "null" && types[0] === "array") return `write \`[${value.text}]\``;
    if (value.tag !== "null" && example === undefined && types.includes("string")) return `write \`"${value.text}"\``;
  }
  if (Array.isArray(schema.examples)) return `for example ${schema.examples.map((example) => `\`${String(example)}\``).join(", ")}`;
  const known = enumeration(error);
  const meant = value?.kind === "scalar" ? didYouMean(String(scalarValue(value)), known) : undefined;
  return meant === undefined ? undefined : `did you mean \`${meant}\`?`;
}

function enumeration(error: SchemaError): readonly string[] {
  const schemas = [error.parentSchema, ...(Array.isArray(error.schema) ? error.schema : [])];
  return schemas.flatMap((schema) => {
    const { enum: values } = asSchema(schema);
    return Array.isArray(values) ? values.map(String) : [];
  });
}

function hintForText(text: string, types: readonly string[]): string | undefined {
  const isNumber = text.trim() !== "" && Number.isFinite(Number(text));
  if (isNumber && (types.includes("number") || (types.includes("integer") && Number.isInteger(Number(text))))) {
    return `write \`${text.trim()}\` without quotes`;
  }
  const share = /^([0-9.]+) ?%$/.exec(text)?.[1];
  if (share !== undefined && types.includes("number")) return `write \`${Number(share) / 100}\``;
  if (types.includes("boolean")) {
    if (/^(true|yes|on|y)$/i.test(text)) return "write `true` without quotes; in YAML 1.2 `yes` and `on` are texts";
    if (/^(false|no|off|n)$/i.test(text)) return "write `false` without quotes; in YAML 1.2 `no` and `off` are texts";
  }
  if (types.includes("array")) return `write a list: \`[${text}]\``;
  return undefined;
}

/** `epochs: 10`, where a number is asked for. */
function numberExample(key: string | undefined, schema: Schema): string | undefined {
  const types = [schema.type].flat();
  if (!types.includes("integer") && !types.includes("number")) return undefined;
  const [listed] = Array.isArray(schema.examples) ? schema.examples : [];
  const least = Number(schema.minimum ?? 0);
  const most = Number(schema.maximum ?? schema.exclusiveMaximum ?? Number.POSITIVE_INFINITY);
  const number =
    listed ?? schema.default ?? (types.includes("integer") || most > 10 ? Math.max(least, Math.min(most, 10)) : (least + most) / 2);
  return `write a number without quotes, for example \`${key === undefined || /^[0-9]+$/.test(key) ? "" : `${key}: `}${String(number)}\``;
}
