import type { Source } from "../diagnostics/source.ts";
import type { SourceValue } from "../spec/pipeline.ts";
import { plainValue } from "../spec/plain-value.ts";
import { type SchemaFault, schemaDiagnostics } from "../spec/schema-diagnostics.ts";
import { pathText } from "../spec/tree-path.ts";
import { validateConfig } from "./config-schema.generated.js";

/** What people may call it who know another tool. */
const synonyms: Readonly<Record<string, string>> = {
  cachedir: "cache",
  cores: "cpu",
  cpus: "cpu",
  dir: "folder",
  directory: "folder",
  gpus: "gpu",
  limit: "size",
  location: "url",
  maxage: "age",
  max_age: "age",
  maxsize: "size",
  max_size: "size",
  mem: "memory",
  path: "folder",
  ram: "memory",
  resources: "pools",
  store: "cache",
  endpointurl: "endpoint",
  endpoint_url: "endpoint",
  ttl: "age",
};

/** Everything about a configuration file that does not fit its schema. Loaded only where a file is new. */
export function checkConfig(value: SourceValue, sources: readonly Source[]): readonly SchemaFault[] {
  if (validateConfig(plainValue(value))) return [];
  return schemaDiagnostics({
    errors: validateConfig.errors ?? [],
    value,
    sources,
    nameOf: (path) => (path.length === 0 ? "the configuration" : `\`${pathText(path)}\``),
    synonyms,
  });
}
