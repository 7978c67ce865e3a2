import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { validatePipeline } from "../../engine/spec/schema-validators.generated.js";
import { editorText, kindNames } from "../../schemas/generate.mjs";

const folder = fileURLToPath(new URL("../../schemas/", import.meta.url));
const read = (file: string) => readFileSync(join(folder, file), "utf8");
const schemaFiles = ["pipeline.schema.json", "table.schema.json", ...kindNames().map((kind: string) => `kinds/${kind}.schema.json`)];

type Schema = Readonly<Record<string, unknown>>;
interface Found {
  readonly path: string;
  readonly schema: Schema;
}

const isObject = (value: unknown): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value);

/** Every schema of a named value: the root, properties, definitions, items of lists. */
function valueSchemas(schema: unknown, path: string): readonly Found[] {
  if (!isObject(schema)) return [];
  const within = (keyword: string) => (isObject(schema[keyword]) ? Object.entries(schema[keyword]) : []);
  const branches = ["anyOf", "oneOf", "allOf"].flatMap((keyword) => (Array.isArray(schema[keyword]) ? schema[keyword] : []));
  return [
    { path, schema },
    ...within("properties").flatMap(([key, value]) => valueSchemas(value, `${path}/${key}`)),
    ...within("$defs").flatMap(([key, value]) => valueSchemas(value, `${path}/$defs/${key}`)),
    ...["items", "additionalProperties"].flatMap((keyword) => valueSchemas(schema[keyword], `${path}/${keyword}`)),
    ...branches.flatMap((branch, index) => valueSchemas(branch, `${path}#${index}`).slice(1)),
  ];
}

describe.each(schemaFiles)("%s", (file) => {
  const found = valueSchemas(JSON.parse(read(file)), "");

  test("says what each value is called and what it means, for editors to show", () => {
    // Every key, however deep, and of the pipeline's schema also what stands in lists; a reference shows what it refers to.
    const isKey = (path: string): boolean => !/\/(?:items|additionalProperties)$|#\d+$|^\/\$defs\/[^/]+$/.test(path);
    const shown = found.filter(({ path, schema }) => schema.$ref === undefined && (file === "pipeline.schema.json" || isKey(path)));
    const silent = shown.filter(({ schema }) => typeof schema.title !== "string" || typeof schema.description !== "string");
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test("admits no unknown key where it names keys", () => {
    const open = found.filter(({ schema }) => schema.properties !== undefined && schema.additionalProperties === undefined);
    expect(open.map(({ path }) => path)).toEqual([]);
  });
});

describe("the editor's variants", () => {
  test("are what schemas/generate.mjs makes of the kinds' schemas", () => {
    expect(readdirSync(join(folder, "editor")).sort()).toEqual(kindNames().map((kind: string) => `${kind}.schema.json`));
    for (const kind of kindNames()) expect(read(`editor/${kind}.schema.json`)).toBe(editorText(kind));
  });

  test("are named by the pipeline's schema, one for each kind", () => {
    const named = [...read("pipeline.schema.json").matchAll(/editor\/([a-z-]+)\.schema\.json/g)].map(([, kind]) => kind).sort();
    expect(named).toEqual(kindNames());
  });
});

test("the compiled validator leaves `with` to the kinds, which see it once templates are resolved", () => {
  const stage = (settings: unknown) => ({ stages: { split: { uses: "split", with: settings } } });
  expect(validatePipeline(stage({ nothing: "that split knows" }))).toBe(true);
  expect(validatePipeline(stage("no map"))).toBe(false);
});
