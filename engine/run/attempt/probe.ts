import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { KindWork, Plan, PlanStage } from "../../graph/plan.ts";
import type { Entry } from "../../key/entry.ts";
import type { Lineage, Probe } from "../../kind/stage-context.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import { passed, stageEnvironment } from "./environment.ts";
import type { LocalExecutor } from "./executor.ts";
import { hostProcess } from "./host-process.ts";
import { kindFailed } from "./kind-failed.ts";
import { kindJob } from "./kind-job.ts";
import { maskOf } from "./mask.ts";
import { placed } from "./problem.ts";
import { withScratch } from "./scratch.ts";

export interface EffectProbe {
  readonly plan: Plan;
  readonly stage: PlanStage;
  readonly work: KindWork;
  readonly inputs: Readonly<Record<string, readonly Entry[]>>;
  readonly lineage: Lineage;
  readonly signal: AbortSignal;
}

/** Milliseconds: it reads, and stands in every `status`. */
const patience = 30_000;

/** Asks an effect, in a process of its own, whether the world is as its inputs want it. */
export async function probeEffect(executor: LocalExecutor, request: EffectProbe): Promise<Result<Probe, Diagnostic>> {
  const { plan, stage, signal } = request;
  const lines: string[] = [];
  const maskLine = maskOf(Object.values(passed(executor.platform.environment.variables, stage.passEnv)));
  const mask = (text: string): string => text.split("\n").map(maskLine).join("\n");
  const { end } = await withScratch(executor, (temporary) =>
    hostProcess(executor, {
      job: kindJob(executor, { ...request, mode: "probe" }),
      env: stageEnvironment(executor.platform, { temporary, env: stage.env, passEnv: stage.passEnv, isKind: true, files: {} }),
      timeout: patience,
      signal,
      onLine: (_stream, line) => lines.push(line),
      onProgress: () => undefined,
    }),
  );
  if (end.kind === "cancelled" || end.kind === "timed-out" || end.kind === "too-large") {
    const message = `stage ${stage.id} could not be asked whether the world is as it should be: ${end.kind}`;
    return failure({ code: end.kind === "cancelled" ? "interrupted" : "timeout", severity: "error", message, ...placed(plan, stage) });
  }
  if (end.kind === "word" && end.word.type === "probed") return success(end.word.probe);
  const output = { mask, lastWords: () => mask(lines.slice(-20).join("\n")) || undefined };
  return failure(kindFailed({ ...request, output }, end));
}
