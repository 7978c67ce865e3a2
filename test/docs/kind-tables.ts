import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./documents.ts";

/** As much of a JSON schema as the tables of docs/reference/kinds.md are made from. */
interface Schema {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly { readonly $ref?: string }[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const schemaOf = (kind: string): Schema => JSON.parse(readFileSync(join(repository, `schemas/kinds/${kind}.schema.json`), "utf8"));

const code = (text: string): string => `\`${text}\``;

/** A row for each setting of a kind, also for those inside another: name, default, description. */
export function settingRows(kind: string): readonly (readonly string[])[] {
  return rowsIn(schemaOf(kind), "");
}

function rowsIn({ properties = {}, required = [] }: Schema, prefix: string): readonly (readonly string[])[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const byDefault = required.includes(name) ? "needed" : schema.default === undefined ? "" : code(JSON.stringify(schema.default));
    return [[code(`${prefix}${name}`), byDefault, schema.description ?? ""], ...rowsIn(schema, `${prefix}${name}.`)];
  });
}

/** A row for each layer: its name, what stands after it, its options. */
export function layerRows(): readonly (readonly string[])[] {
  const { $defs = {} } = schemaOf("train");
  return ($defs.layer?.anyOf ?? []).map(({ $ref = "" }) => {
    const [main = ["", {}], ...options] = Object.entries($defs[$ref.replace("#/$defs/", "")]?.properties ?? {});
    const [name, { description, enum: values, ...rest }] = main as [string, Schema & { readonly $ref?: string }];
    const inherited = rest.$ref === undefined ? undefined : $defs[rest.$ref.replace("#/$defs/", "")]?.description;
    return [
      code(values?.[0] === true ? `${name}: true` : name),
      description ?? inherited ?? "",
      options.map(([option]) => code(option)).join(" "),
    ];
  });
}
