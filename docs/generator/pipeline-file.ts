import { code, table } from "./markdown.ts";
import type { Regions } from "./regions.ts";
import { propertyRows, readSchema, resolved, type Schema, typeOf } from "./schema.ts";

/** The sections of the page that tell more of a key. */
const sections: Readonly<Record<string, string>> = {
  params: "parameters",
  env: "commands",
  passEnv: "commands",
  uses: "kinds.md",
  run: "commands",
  in: "inputs",
  out: "outputs",
  matrix: "matrix",
  when: "when",
  gate: "gates",
  timeout: "timeout-and-retries",
  retries: "timeout-and-retries",
};

/** What schemas/pipeline.schema.json says, for docs/reference/pipeline.md. */
export function pipelineFileRegions(): Regions {
  const root = readSchema("pipeline.schema.json");
  const stage = root.$defs?.stage ?? {};
  const output = objectIn(stage.properties?.out?.additionalProperties);
  return {
    "top-level keys": keyTable(root, root),
    "keys of a stage": keyTable(stage, root),
    "keys of an output": keyTable(output, root),
    "keys of retries": keyTable(stage.properties?.retries ?? {}, root),
    "keys of resources": keyTable(root.$defs?.resources ?? {}, root),
    "keys of matrix": keyTable(stage.properties?.matrix ?? {}, root),
  };
}

/** What schemas/table.schema.json says, for docs/reference/kinds.md. */
export function tableSchemaRegions(): Regions {
  const root = readSchema("table.schema.json");
  return { "keys of a table schema": keyTable(root, root), "keys of a column": keyTable(root.$defs?.column ?? {}, root) };
}

/** What schemas/config.schema.json says, for docs/reference/configuration.md. */
export function configRegions(): Regions {
  const root = readSchema("config.schema.json");
  return {
    "top-level keys of the configuration": keyTable(root, root),
    "keys of cache": keyTable(root.properties?.cache ?? {}, root),
    "keys of a remote": keyTable(root.$defs?.remote ?? {}, root),
    "keys of pools": keyTable(root.$defs?.pools ?? {}, root),
  };
}

const objectIn = (schema: Schema | boolean | undefined): Schema => (typeof schema === "object" ? schema : {});

function keyTable(schema: Schema, root: Schema): string {
  const { properties = {}, additionalProperties } = schema;
  const rows = propertyRows({ ...schema, properties: withoutInsides(properties, root) }, { root });
  const any = objectIn(additionalProperties);
  const rest = any.title === undefined ? [] : [[`any other name`, typeOf(any, root), "", `${any.title}: ${any.description ?? ""}`]];
  return table(
    ["key", "type", "default", "what"],
    [...rows, ...rest].map(([key = "", ...cells]) => [linked(key), ...cells]),
  );
}

/** A key's own keys have a table of their own. */
const withoutInsides = (properties: Readonly<Record<string, Schema>>, root: Schema): Readonly<Record<string, Schema>> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, raw]) => {
      const { properties: _, ...schema } = resolved(raw, root);
      return [name, schema];
    }),
  );

function linked(key: string): string {
  const name = key.replaceAll("`", "");
  const section = sections[name];
  if (section === undefined) return key;
  return `[${code(name)}](${section.endsWith(".md") ? section : `#${section}`})`;
}
