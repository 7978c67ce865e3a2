import { dirname } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { hasErrors, sortDiagnostics } from "../diagnostics/sort.ts";
import { compile } from "../graph/compile.ts";
import type { Plan } from "../graph/plan.ts";
import type { Platform } from "../platform/platform.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { loadPipeline } from "../spec/load-pipeline.ts";
import type { Pipeline } from "../spec/pipeline.ts";
import { findPipelines } from "../spec/pipeline-naming.ts";
import { findPipeline } from "./find-pipeline.ts";

export interface PlanRequest {
  readonly platform: Platform;
  /** `[PIPELINE] [STAGE…]`. */
  readonly arguments: readonly string[];
  readonly set: readonly string[];
  readonly params: readonly string[];
  readonly only: boolean;
}

export interface PreparedPlan {
  readonly plan: Plan;
  /** As the user gave it; `undefined` where it was found. */
  readonly given: string | undefined;
  readonly warnings: readonly Diagnostic[];
}

/** From the words of a command line to a checked plan, or all that is wrong with the file, in one go. */
export async function preparePlan(request: PlanRequest): Promise<Result<PreparedPlan, readonly Diagnostic[]>> {
  const { platform } = request;
  const found = findPipeline(platform, request.arguments);
  if (!found.ok) return failure([found.failure]);
  const { file, given, stages } = found.value;
  const loaded = await loadPipeline({ platform, file, settings: request.set, paramFiles: request.params });
  const { pipeline } = loaded;
  if (pipeline === undefined) return failure(loaded.diagnostics);
  const otherPipelines = await siblings(platform, file);
  const compiled = await compile(pipeline, { platform, selection: stages, only: request.only, otherPipelines });
  const diagnostics = sortDiagnostics([...loaded.diagnostics, ...(compiled.ok ? compiled.value.warnings : compiled.failure)]);
  if (!compiled.ok || hasErrors(diagnostics)) return failure(diagnostics);
  return success({ plan: compiled.value.plan, given, warnings: diagnostics });
}

/** The other pipelines of the folder: they write into the same `out/`. What is wrong in them is told when they are run. */
async function siblings(platform: Platform, file: string): Promise<readonly Pipeline[]> {
  const files = findPipelines(platform.disk, dirname(file)).filter((other) => other !== file);
  const loaded = await Promise.all(files.map((other) => loadPipeline({ platform, file: other })));
  return loaded.flatMap(({ pipeline }) => (pipeline === undefined ? [] : [pipeline]));
}
