import { dirname } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { hasErrors, sortDiagnostics } from "../../diagnostics/sort.ts";
import { compile } from "../../graph/compile.ts";
import type { Lists, Plan } from "../../graph/plan.ts";
import { pinnedPaths } from "../../lock/pin-lookup.ts";
import type { StageId } from "../../platform/identity.ts";
import type { Platform } from "../../platform/platform.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import { loadPipeline } from "../../spec/load-pipeline.ts";
import type { Pipeline } from "../../spec/pipeline.ts";
import { findPipelines } from "../../spec/pipeline-naming.ts";

export interface ExperimentPlanRequest {
  readonly platform: Platform;
  /** Absolute path of the YAML file. */
  readonly file: string;
  /** `training.epochs=5`. */
  readonly settings: readonly string[];
  readonly paramFiles?: readonly string[];
  /** Empty: all. */
  readonly stages: readonly string[];
}

export interface ExperimentPlan {
  readonly plan: Plan;
  /** Stages that an experiment leaves alone: those that change the world, and what descends from them. */
  readonly leftOut: readonly StageId[];
  readonly warnings: readonly Diagnostic[];
}

/** The plan of a pipeline with other params, of the stages that change nothing outside. */
export async function planExperiment(request: ExperimentPlanRequest): Promise<Result<ExperimentPlan, readonly Diagnostic[]>> {
  const { platform, file, settings, paramFiles = [], stages } = request;
  const loaded = await loadPipeline({ platform, file, settings, paramFiles });
  const { pipeline } = loaded;
  if (pipeline === undefined || hasErrors(loaded.diagnostics)) return failure(loaded.diagnostics);
  const compiled = await compile(pipeline, {
    platform,
    selection: stages,
    only: false,
    otherPipelines: await siblings(platform, file),
    pinned: pinnedPaths(platform.disk, pipeline.projectRoot),
  });
  const diagnostics = sortDiagnostics([...loaded.diagnostics, ...(compiled.ok ? compiled.value.warnings : compiled.failure)]);
  if (!compiled.ok || hasErrors(diagnostics)) return failure(diagnostics);
  const whole = compiled.value.plan;
  const effects = behindEffects(whole);
  const plan = withoutEffects(whole);
  const workless = [...plan.selected].every((stage) => whole.stages.get(stage)?.skipped === true);
  if (workless) return failure([nothingLeft]);
  return success({ plan, leftOut: [...whole.selected].filter((stage) => effects.has(stage)), warnings: diagnostics });
}

/** Also once it has grown. */
function withoutEffects(whole: Plan): Plan {
  const effects = behindEffects(whole);
  const selected = new Set([...whole.selected].filter((stage) => !effects.has(stage)));
  const { grow } = whole;
  return {
    ...whole,
    selected,
    complete: whole.complete && effects.size === 0,
    ...(grow !== undefined && {
      grow: async (lists: Lists) => {
        const grown = await grow(lists);
        return grown.ok ? success({ ...grown.value, plan: withoutEffects(grown.value.plan) }) : grown;
      },
    }),
  };
}

/** Stages are in an order in which they could run: what a stage needs has been judged before it. */
function behindEffects({ stages }: Plan): ReadonlySet<StageId> {
  const behind = new Set<StageId>();
  for (const { id, does, needs } of stages.values()) {
    if (does.effect || needs.some((stage) => behind.has(stage))) behind.add(id);
  }
  return behind;
}

async function siblings(platform: Platform, file: string): Promise<readonly Pipeline[]> {
  const files = findPipelines(platform.disk, dirname(file)).filter((other) => other !== file);
  const loaded = await Promise.all(files.map((other) => loadPipeline({ platform, file: other })));
  return loaded.flatMap(({ pipeline }) => (pipeline === undefined ? [] : [pipeline]));
}

const nothingLeft: Diagnostic = {
  code: "experiment-refused",
  severity: "error",
  message: "no stage is left for an experiment to run",
  why: "register and deploy change the world, which is not an experiment's to change; so they, and what depends on them, are left out",
  hint: "name a stage that makes something, as train or evaluate",
};
