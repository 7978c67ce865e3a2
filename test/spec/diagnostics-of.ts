import { join } from "node:path";
import type { Diagnostic } from "../../engine/diagnostics/diagnostic.ts";
import { sortDiagnostics } from "../../engine/diagnostics/sort.ts";
import { compile } from "../../engine/graph/compile.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { loadPipeline } from "../../engine/spec/load-pipeline.ts";

/** Everything that is said about `pipeline.yaml` of a folder, as the command line would say it from there. */
export async function diagnosticsOf({
  folder,
  settings = [],
}: {
  readonly folder: string;
  readonly settings?: readonly string[];
}): Promise<readonly Diagnostic[]> {
  const machine = nodePlatform();
  const platform = { ...machine, environment: { ...machine.environment, workingDirectory: folder } };
  const { pipeline, diagnostics } = await loadPipeline({ platform, file: join(folder, "pipeline.yaml"), settings });
  if (pipeline === undefined) return sortDiagnostics(diagnostics);
  const compiled = await compile(pipeline, { platform, selection: [], only: false });
  return sortDiagnostics([...diagnostics, ...(compiled.ok ? [] : compiled.failure)]);
}
