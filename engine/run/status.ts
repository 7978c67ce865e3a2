import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { assess } from "../freshness/assess.ts";
import type { Verdict } from "../freshness/verdict.ts";
import type { Plan, PlanStage } from "../graph/plan.ts";
import type { Entry } from "../key/entry.ts";
import type { StageId } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";
import { openSession } from "./session.ts";

export interface StatusRequest {
  readonly plan: Plan;
  readonly platform: Platform;
  readonly signal: AbortSignal;
}

export interface Status {
  /** The selected stages, in plan order. */
  readonly verdicts: ReadonlyMap<StageId, Verdict>;
  /** A stage that cannot be judged (a tool that fails, a frozen stage without a record) is stale, and said here. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What a run would find, without waiting for one that is at work and without changing anything. */
export async function status({ plan, platform, signal }: StatusRequest): Promise<Status> {
  const diagnostics: Diagnostic[] = [];
  const session = await openSession({ plan, platform, notify: (diagnostic) => diagnostics.push(diagnostic), signal });
  const verdicts = new Map<StageId, Verdict>();
  const outputs = new Map<StageId, Readonly<Record<string, Entry>>>();
  for (const stage of plan.stages.values()) {
    const unknown = unknownMakers(stage, outputs);
    if (stage.skipped) verdicts.set(stage.id, { state: "skipped", reasons: [] });
    else if (unknown.length > 0)
      verdicts.set(stage.id, { state: "undecided", after: unknown, reasons: [{ kind: "upstream", stages: unknown }] });
    else {
      const judged = await assess(session.workspace, {
        stage,
        forced: false,
        produced: (source) => outputs.get(source.stage)?.[source.port],
      });
      if (!judged.ok) diagnostics.push(judged.failure);
      verdicts.set(stage.id, judged.ok ? judged.value.verdict : { state: "stale", key: undefined, reasons: [] });
      if (judged.ok && judged.value.result !== undefined) outputs.set(stage.id, judged.value.result.outputs);
    }
  }
  session.statCache.save();
  await session.close();
  return { verdicts: new Map([...verdicts].filter(([stage]) => plan.selected.has(stage))), diagnostics };
}

const unknownMakers = (stage: PlanStage, outputs: ReadonlyMap<StageId, unknown>): readonly StageId[] => {
  const makers = stage.inputs.flatMap((input) => input.from.flatMap((source) => (source.kind === "stage" ? [source.stage] : [])));
  return [...new Set(makers)].filter((maker) => !outputs.has(maker));
};
