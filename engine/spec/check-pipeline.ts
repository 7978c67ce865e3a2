import type { Source, Span } from "../diagnostics/source.ts";
import type { SourceValue } from "./pipeline.ts";
import { plainValue } from "./plain-value.ts";
import { type SchemaFault, schemaDiagnostics } from "./schema-diagnostics.ts";
import { validatePipeline } from "./schema-validators.generated.js";
import { pathText, type TreePath, valueAt } from "./tree-path.ts";

/** What other tools call it. */
const synonyms: Readonly<Record<string, string>> = {
  args: "with",
  cmd: "run",
  command: "run",
  dependencies: "in",
  depends_on: "after",
  deps: "in",
  desc: "description",
  environment: "env",
  input: "in",
  inputs: "in",
  jobs: "stages",
  kind: "uses",
  metrics: "gate",
  needs: "after",
  output: "out",
  outputs: "out",
  outs: "out",
  parameters: "params",
  script: "run",
  secrets: "passEnv",
  steps: "stages",
  strategy: "matrix",
  "working-directory": "cwd",
  wdir: "cwd",
};

/** Everything about a pipeline file that does not fit its schema. Loaded only where a file is new. */
export function checkPipeline(value: SourceValue, sources: readonly Source[]): readonly SchemaFault[] {
  if (validatePipeline(plainValue(value))) return [];
  const fallback: Span = [value.at[0], 0, 0];
  return schemaDiagnostics({
    errors: validatePipeline.errors ?? [],
    value,
    sources,
    nameOf: placeName,
    synonyms,
    strangerHint: (path, key) => strangerHint(valueAt(value, path), path, key),
    fallback,
  });
}

/** `timeout` of stage `train`. */
export function placeName(path: TreePath): string {
  const [first, stage, ...rest] = path;
  if (first === undefined) return "a pipeline file";
  if (first !== "stages" || stage === undefined) return `\`${pathText(path)}\``;
  return rest.length === 0 ? `stage \`${stage}\`` : `\`${pathText(rest)}\` of stage \`${stage}\``;
}

function strangerHint(holder: SourceValue | undefined, path: TreePath, key: string): string | undefined {
  if (path[0] !== "stages" || path.length !== 2 || holder?.kind !== "map") return undefined;
  const isKind = holder.entries.some((entry) => entry.key === "uses");
  return isKind ? `if it is a setting of the kind, move it under \`with\`:\n  with:\n    ${key}: …` : undefined;
}
