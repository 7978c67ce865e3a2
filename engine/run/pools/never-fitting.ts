import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Plan, PlanStage } from "../../graph/plan.ts";
import { groupBy } from "../../platform/group-by.ts";
import type { RunRequest } from "../request.ts";
import { status } from "../status.ts";
import type { Places } from "./places.ts";

export interface NeverFittingRequest {
  readonly request: RunRequest;
  readonly plan: Plan;
  readonly places: Places;
}

/**
 * Of the selected stages that want more than the pools hold, those that are sure to run: what is fresh, or comes from the store, takes
 * nothing. To be told before anything runs. With `keepGoing` each is told when its turn comes, and the others go on.
 */
export async function neverFitting({ request, plan, places }: NeverFittingRequest): Promise<readonly Diagnostic[]> {
  const { mode, keepGoing, platform, signal } = request;
  if (keepGoing || mode === "locked") return [];
  const found = new Map<PlanStage, Diagnostic>();
  for (const stage of plan.stages.values()) {
    const isAsked = plan.selected.has(stage.id) && !stage.skipped && stage.resources.length > 0;
    const shortage = isAsked ? await places.shortageOf(stage) : undefined;
    if (shortage !== undefined) found.set(stage, shortage);
  }
  if (found.size === 0) return [];
  const isForced = mode === "force" || mode === "verify";
  const { verdicts } = isForced ? { verdicts: undefined } : await status({ plan, platform, signal });
  const sure = [...found].filter(([{ id }]) => verdicts === undefined || mustRun(verdicts.get(id)?.state));
  // Of the instances of a matrix, the first speaks for all.
  const byPlace = groupBy(sure, ([{ name }, { place }]) => `${name} ${place?.line} ${place?.column}`);
  return [...byPlace.values()].flatMap(([first]) => (first === undefined ? [] : [first[1]]));
}

const mustRun = (state: string | undefined): boolean => state === "stale" || state === "absent";
