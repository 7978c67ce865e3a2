import type { Gate } from "../expression/gate.ts";
import type { StageId } from "../platform/identity.ts";
import type { Resolved } from "./compile.ts";
import type { PlanStage } from "./plan.ts";
import { isPlaceholder } from "./unknown-value.ts";

export interface PlanStageRequest {
  readonly gates: readonly Gate[];
  /** What comes before in the order. */
  readonly earlier: ReadonlyMap<StageId, PlanStage>;
}

/** `undefined` where the stage has nothing to do, which has been reported. */
export function planStage({ draft, inputs, work, needs }: Resolved, { gates, earlier }: PlanStageRequest): PlanStage | undefined {
  const { spec, outputs } = draft;
  if (work.does === undefined) return undefined;
  return {
    id: draft.id,
    name: spec.name.value,
    at: spec.at,
    does: work.does,
    inputs: inputs.map(({ places: _places, open: _open, ...input }) => input),
    outputs: outputs.map(({ at: _at, ...output }) => output),
    with: work.with,
    env: work.env,
    passEnv: spec.passEnv.map(({ value }) => value),
    tools: work.tools,
    gates,
    needs: [...needs.data, ...needs.order],
    ...(spec.timeout !== undefined && { timeout: spec.timeout }),
    retries: spec.retries,
    resources: spec.resources,
    rerun: spec.rerun,
    frozen: spec.frozen,
    cache: spec.cache,
    skipped: draft.off || needs.data.some((need) => earlier.get(need)?.skipped === true),
    ...(spec.map !== undefined && { map: { port: spec.map.port.value, batch: spec.map.batch } }),
    ...(draft.lists.length > 0 && { lists: draft.lists.map(({ at: _at, ...list }) => list) }),
    ...(isPending({ draft, needs }, earlier) && { pending: true }),
  };
}

/** An order may change as well: what waits for `train` waits for each of its instances. */
const isPending = ({ draft, needs }: Pick<Resolved, "draft" | "needs">, earlier: PlanStageRequest["earlier"]): boolean =>
  isPlaceholder(draft.id) || [...needs.data, ...needs.order].some((need) => earlier.get(need)?.pending === true);
