import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Workspace } from "../freshness/workspace.ts";
import type { Plan, PlanStage } from "../graph/plan.ts";
import type { Lineage } from "../kind/stage-context.ts";
import { failure, success } from "../platform/result.ts";
import type { LocalExecutor } from "./attempt/executor.ts";
import { kindFailed } from "./attempt/kind-failed.ts";
import { kindJob } from "./attempt/kind-job.ts";
import { probeEffect } from "./attempt/probe.ts";
import { perform } from "./host/perform.ts";

export interface EffectProbeRequest {
  readonly executor: LocalExecutor;
  readonly plan: Plan;
  readonly signal: AbortSignal;
}

/** Millrace's own effects are asked in this process, for speed: they read some small files. A kind of one's own gets a process. */
export function effectProbe({ executor, plan, signal }: EffectProbeRequest): Workspace["probe"] {
  return async (stage, { key, inputs }) => {
    if (stage.does.kind !== "uses" || stage.does.stageKind.work.effect !== true) return success({ agrees: true });
    const lineage: Lineage = { pipeline: plan.pipeline.file, stage: stage.id, key, ancestors: {}, files: {} };
    if (stage.does.module !== undefined) return probeEffect(executor, { plan, stage, work: stage.does, inputs, lineage, signal });
    const job = kindJob(executor, { plan, stage, work: stage.does, inputs, mode: "probe", lineage });
    const word = await perform(stage.does.stageKind, job, { signal });
    if (word.type === "probed") return success(word.probe);
    return failure(kindFailed({ plan, stage, work: stage.does, output: silent }, { kind: "word", word }));
  };
}

const silent = { mask: (text: string): string => text, lastWords: () => undefined };

/** What an effect says of a world that is as it should be, for now. */
export const noteOf = (stage: PlanStage, note: string): Diagnostic => ({
  code: "rolled-back",
  severity: "warning",
  message: `stage ${stage.id} leaves the environment as it is: ${note}`,
});
