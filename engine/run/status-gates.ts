import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { GateEvaluated } from "../events/event.ts";
import { evaluateGates } from "../expression/evaluate-gates.ts";
import { makersOf } from "../graph/makers.ts";
import type { Plan, PlanStage } from "../graph/plan.ts";
import type { StageId } from "../platform/identity.ts";

/** The gates of what is known, judged in plan order: as a run judges them, but nothing runs. */
export class StatusGates {
  readonly #plan: Plan;
  readonly #gatedBy = new Map<StageId, ReadonlySet<StageId>>();
  readonly evaluated: GateEvaluated[] = [];
  readonly diagnostics: Diagnostic[] = [];

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** Stages with a failed gate that stand in an effect's way. */
  blocking(stage: PlanStage): readonly StageId[] {
    return stage.does.effect ? [...this.#inherited(stage)] : [];
  }

  /** `metrics` is absent where the stage's results are not known. */
  judge(stage: PlanStage, metrics: Readonly<Record<string, number>> | undefined, { complete }: { readonly complete: boolean }): void {
    const inherited = this.#inherited(stage);
    this.#gatedBy.set(stage.id, inherited);
    // Without the measurements (the lock holds none) a gate on one of them is left to those who have them.
    const gates = metrics === undefined ? [] : stage.gates.filter(({ metric }) => complete || metrics[metric] !== undefined);
    if (metrics === undefined || gates.length === 0) return;
    const result = evaluateGates({ stage: stage.id, gates, metrics, sources: this.#plan.pipeline.sources });
    if (!result.passed) this.#gatedBy.set(stage.id, new Set([...inherited, stage.id]));
    if (!this.#plan.selected.has(stage.id)) return;
    this.evaluated.push(...result.evaluated);
    this.diagnostics.push(...result.diagnostics);
  }

  #inherited(stage: PlanStage): ReadonlySet<StageId> {
    return new Set(makersOf(stage).flatMap((maker) => [...(this.#gatedBy.get(maker) ?? [])]));
  }
}
