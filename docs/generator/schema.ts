import { readFileSync } from "node:fs";
import { join } from "node:path";
import { code } from "./markdown.ts";
import { repository } from "./repository.ts";

/** As much of a JSON schema as tables are made from. */
export interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** A schema of schemas/, by its path in there. */
export const readSchema = (path: string): Schema => JSON.parse(readFileSync(join(repository, "schemas", path), "utf8"));

/** What a `$ref` into the same file adds; what stands beside the `$ref` wins. */
export function resolved(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.replace("#/$defs/", "");
  const target = name === undefined ? undefined : root.$defs?.[name];
  if (target === undefined) return schema;
  const { $ref: _, ...rest } = schema;
  return { ...resolved(target, root), ...rest };
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  number: "number",
  integer: "whole number",
  boolean: "true or false",
  array: "list",
  object: "map",
  null: "nothing",
};

/** The type of a value as a person says it: `text, list of texts`. */
export function typeOf(schema: Schema, root: Schema): string {
  const { enum: values, type, anyOf, items } = resolved(schema, root);
  if (values !== undefined) return values.map((value) => code(String(value))).join(" ");
  if (type === undefined) return [...new Set((anyOf ?? []).map((branch) => typeOf(branch, root)))].filter(Boolean).join(", ");
  const names = [type].flat().map((name) => {
    const inside = name === "array" && items !== undefined ? resolved(items, root).type : undefined;
    return typeof inside === "string" ? `list of ${typeNames[inside]}s` : (typeNames[name] ?? name);
  });
  return names.join(", ").replace("texts, list of texts", "texts").replace("true or falses", "truth values");
}

/** A row for each property, also for those inside another: name, type, default, description. */
export function propertyRows(
  schema: Schema,
  { root, prefix = "" }: { readonly root: Schema; readonly prefix?: string },
): readonly string[][] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([name, raw]) => {
    const property = resolved(raw, root);
    const byDefault = required.includes(name) ? "needed" : property.default === undefined ? "" : code(JSON.stringify(property.default));
    const row = [code(`${prefix}${name}`), typeOf(property, root), byDefault, property.description ?? ""];
    return [row, ...propertyRows(property, { root, prefix: `${prefix}${name}.` })];
  });
}
