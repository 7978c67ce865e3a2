import type { StageId } from "../platform/identity.ts";
import type { Plan, PlanStage } from "./plan.ts";

export interface Timing {
  readonly plan: Plan;
  /** Milliseconds; a stage that is not there takes none. */
  readonly durations: ReadonlyMap<StageId, number>;
}

/**
 * The chain of stages, each needing the one before, that took longest: no number of jobs makes a run shorter than it. Longest path
 * in a DAG, in O(V + E) over the plan's order. Only stages with a duration are on it.
 */
export function criticalPath({ plan, durations }: Timing): readonly { readonly stage: StageId; readonly milliseconds: number }[] {
  const finish = new Map<StageId, number>();
  const before = new Map<StageId, StageId>();
  let last: StageId | undefined;
  for (const stage of plan.stages.values()) {
    let latest: StageId | undefined;
    for (const need of stage.needs) if (latest === undefined || timeOf(finish, need) > timeOf(finish, latest)) latest = need;
    if (latest !== undefined) before.set(stage.id, latest);
    finish.set(stage.id, timeOf(durations, stage.id) + (latest === undefined ? 0 : timeOf(finish, latest)));
    if (last === undefined || timeOf(finish, stage.id) > timeOf(finish, last)) last = stage.id;
  }
  const path: { stage: StageId; milliseconds: number }[] = [];
  for (let stage = last; stage !== undefined; stage = before.get(stage)) {
    const milliseconds = durations.get(stage);
    if (milliseconds !== undefined) path.push({ stage, milliseconds });
  }
  return path.reverse();
}

const timeOf = (times: ReadonlyMap<StageId, number>, stage: StageId): number => times.get(stage) ?? 0;

/**
 * How long it takes at least from the start of a stage to the end of all that needs it: the scheduler's priority, the larger the
 * sooner. A stage of unknown duration counts as the mean of the known ones, or as one, so that long chains come first.
 */
export function longestRemaining({ plan, durations }: Timing): (stage: StageId) => number {
  const known = [...durations.values()];
  const usual = known.length === 0 ? 1 : known.reduce((sum, duration) => sum + duration, 0) / known.length;
  const after = new Map<StageId, number>();
  const remaining = new Map<StageId, number>();
  for (const stage of reversed(plan.stages)) {
    const total = (durations.get(stage.id) ?? usual) + timeOf(after, stage.id);
    remaining.set(stage.id, total);
    for (const need of stage.needs) after.set(need, Math.max(total, timeOf(after, need)));
  }
  return (stage) => timeOf(remaining, stage);
}

const reversed = (stages: ReadonlyMap<StageId, PlanStage>): readonly PlanStage[] => [...stages.values()].reverse();
