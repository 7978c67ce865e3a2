import { dirname } from "node:path";
import { readConfig } from "../config/read-config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { hasErrors, sortDiagnostics } from "../diagnostics/sort.ts";
import { compile } from "../graph/compile.ts";
import type { Plan } from "../graph/plan.ts";
import { pinnedPaths } from "../lock/pin-lookup.ts";
import type { Platform } from "../platform/platform.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { loadPipeline } from "../spec/load-pipeline.ts";
import type { Pipeline } from "../spec/pipeline.ts";
import { findPipelines } from "../spec/pipeline-naming.ts";
import { type FoundPipeline, findPipeline } from "./find-pipeline.ts";

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
  /** Stages, as the user named them. */
  readonly stages: readonly string[];
  readonly warnings: readonly Diagnostic[];
}

/** From the words of a command line to a checked plan, or all that is wrong with the file, in one go. */
export async function preparePlan(request: PlanRequest): Promise<Result<PreparedPlan, readonly Diagnostic[]>> {
  const found = findPipeline(request.platform, request.arguments);
  if (!found.ok) return failure([found.failure]);
  const { plan, diagnostics } = await readPlan(found.value, request);
  return plan === undefined
    ? failure(diagnostics)
    : success({ plan, given: found.value.given, stages: found.value.stages, warnings: diagnostics });
}

/** A pipeline file as it stands on the disk now. */
export interface ReadPlan {
  /** Absent where something is wrong. */
  readonly plan?: Plan;
  /** As far as it could be read. */
  readonly pipeline?: Pipeline;
  /** Absolute paths of the pipeline file and its files of params, there or not. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export async function readPlan({ file, stages }: FoundPipeline, request: Omit<PlanRequest, "arguments">): Promise<ReadPlan> {
  const { platform, only } = request;
  const { pipeline, files, ...loaded } = await loadPipeline({ platform, file, settings: request.set, paramFiles: request.params });
  if (pipeline === undefined) return { files, diagnostics: loaded.diagnostics };
  const otherPipelines = await siblings(platform, file);
  const config = await readConfig(platform, pipeline.projectRoot);
  const compiled = await compile(pipeline, {
    platform,
    selection: stages,
    only,
    otherPipelines,
    pinned: pinnedPaths(platform.disk, pipeline.projectRoot),
    ...(config.ok && { pools: config.value.pools.named.keys() }),
  });
  const diagnostics = sortDiagnostics([
    ...loaded.diagnostics,
    ...(config.ok ? [] : config.failure),
    ...(compiled.ok ? compiled.value.warnings : compiled.failure),
  ]);
  if (!compiled.ok || hasErrors(diagnostics)) return { pipeline, files, diagnostics };
  return { plan: compiled.value.plan, pipeline, files, diagnostics };
}

/** The other pipelines of the folder: they write into the same `out/`. What is wrong in them is told when they are run. */
async function siblings(platform: Platform, file: string): Promise<readonly Pipeline[]> {
  const files = findPipelines(platform.disk, dirname(file)).filter((other) => other !== file);
  const loaded = await Promise.all(files.map((other) => loadPipeline({ platform, file: other })));
  return loaded.flatMap(({ pipeline }) => (pipeline === undefined ? [] : [pipeline]));
}
