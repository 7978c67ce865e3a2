// Compiles schemas/ into validators that need no ajv at run time, derives TypeScript types from the same schemas, and writes
// the editor's variants of the kinds' schemas (schemas/editor: committed, and compared by a test).
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import { compile } from "json-schema-to-typescript";
import { editorSchema } from "./editor-schema.mjs";
import { typeSchema } from "./type-schema.mjs";

const schemaFolder = dirname(fileURLToPath(import.meta.url));
const root = dirname(schemaFolder);
const banner = "// Made by schemas/generate.mjs.\n";
const suffix = ".schema.json";

const readSchema = (path) => JSON.parse(readFileSync(path, "utf8"));
export const kindNames = () =>
  readdirSync(join(schemaFolder, "kinds"))
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .sort();

/** The editor's variant of a kind's schema, as the text of schemas/editor/<kind>.schema.json. */
export const editorText = (kind) =>
  `${JSON.stringify(editorSchema(readSchema(join(schemaFolder, "kinds", kind + suffix)), `kinds/${kind}${suffix}`), null, 2)}\n`;

/** Names of the files that `$ref` reaches from the pipeline's schema. */
const editorReferences = (schema) => [...new Set(JSON.stringify(schema).match(/editor\/[a-z-]+\.schema\.json/g) ?? [])];

/** Writes only what changed, so that nobody's watcher or build stamp is disturbed. */
function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  writeFileSync(path, text);
}

/** `verbose`: an error carries the schema that it broke, from which messages take known keys and descriptions. */
const newAjv = (options) =>
  new Ajv2020.default({ allErrors: true, verbose: true, strict: true, allowUnionTypes: true, strictRequired: false, ...options });

/** ajv writes `require` even into ES modules: esbuild resolves it into one file without imports. */
async function writeValidators(path, ajv, names) {
  ajv.opts.code = { ...ajv.opts.code, source: true, esm: true };
  const code = standaloneCode.default(ajv, names);
  const result = await build({
    stdin: { contents: code, resolveDir: root, loader: "js" },
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["main"],
    target: "es2022",
    write: false,
    minify: true,
    legalComments: "none",
  });
  write(path, banner + result.outputFiles[0].text);
  const declaration = Object.keys(names)
    .map((name) => `export const ${name}: Validator;`)
    .join("\n");
  write(
    path.replace(/\.js$/, ".d.ts"),
    `${banner}interface Validator {\n  (data: unknown): boolean;\n  errors?: import("ajv").ErrorObject[] | null;\n}\n${declaration}\n`,
  );
}

const writeTypes = async (path, schema, name) =>
  write(
    path,
    await compile(typeSchema(schema, name), name, {
      bannerComment: banner.trimEnd(),
      ignoreMinAndMaxItems: true,
      cwd: schemaFolder,
      format: false,
      $refOptions: { resolve: { http: false } },
    }),
  );

const pascal = (kind) => kind.replace(/(^|-)([a-z])/g, (_, __, letter) => letter.toUpperCase());

async function generatePipeline() {
  const schema = readSchema(join(schemaFolder, "pipeline.schema.json"));
  const ajv = newAjv({ code: { source: true, esm: true } });
  // What a stage takes `with` is checked once templates are resolved, by its kind's own validator.
  for (const reference of editorReferences(schema)) ajv.addSchema({}, reference);
  ajv.addSchema(schema, "pipeline");
  await writeValidators(join(root, "engine/spec/schema-validators.generated.js"), ajv, { validatePipeline: "pipeline" });
  await writeTypes(join(root, "engine/spec/pipeline-file.generated.ts"), schema, "PipelineFile");
}

async function generateKinds() {
  const ajv = newAjv({ useDefaults: true, code: { source: true, esm: true } });
  const names = {};
  for (const kind of kindNames()) {
    const schema = readSchema(join(schemaFolder, "kinds", kind + suffix));
    ajv.addSchema(schema, kind);
    names[kind.replaceAll("-", "_")] = kind;
    await writeTypes(join(root, "stages", kind, "with.generated.ts"), schema, `${pascal(kind)}With`);
    write(join(schemaFolder, "editor", kind + suffix), editorText(kind));
  }
  await writeValidators(join(root, "engine/kind/with-validators.generated.js"), ajv, names);
}

async function generateTable() {
  const path = join(schemaFolder, "table.schema.json");
  if (!existsSync(path)) return;
  const schema = readSchema(path);
  const ajv = newAjv({ code: { source: true, esm: true } });
  ajv.addSchema(schema, "table");
  await writeValidators(join(root, "stages/shared/table/table-schema.generated.js"), ajv, { validateTableSchema: "table" });
  await writeTypes(join(root, "stages/shared/table/table-schema-file.generated.ts"), schema, "TableSchemaFile");
}

async function generateConfig() {
  const ajv = newAjv({ code: { source: true, esm: true } });
  ajv.addSchema(readSchema(join(schemaFolder, "config.schema.json")), "config");
  await writeValidators(join(root, "engine/config/config-schema.generated.js"), ajv, { validateConfig: "config" });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await generatePipeline();
  await generateKinds();
  await generateTable();
  await generateConfig();
}
