import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { compile } from "../graph/compile.ts";
import type { Plan } from "../graph/plan.ts";
import type { Platform } from "../platform/platform.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { loadPipeline } from "../spec/load-pipeline.ts";
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
  if (loaded.pipeline === undefined) return failure(loaded.diagnostics);
  const compiled = await compile({ platform, pipeline: loaded.pipeline, select: stages, only: request.only });
  const diagnostics = [...loaded.diagnostics, ...compiled.diagnostics];
  if (compiled.plan === undefined || diagnostics.some(({ severity }) => severity === "error")) return failure(diagnostics);
  return success({ plan: compiled.plan, given, warnings: diagnostics });
}
