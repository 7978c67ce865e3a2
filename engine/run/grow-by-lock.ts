import { awaitedLists } from "../graph/awaited-lists.ts";
import type { Plan } from "../graph/plan.ts";
import type { Lock } from "../lock/lock-file.ts";
import { lockedLists } from "./lists.ts";

/** The plan with the instances that its lists had when they were last recorded; where they are in no record, or do not fit, as it is. */
export async function growByLock(plan: Plan, lock: Lock): Promise<Plan> {
  const lists = lockedLists(lock, awaitedLists(plan));
  if (lists.size === 0 || plan.grow === undefined) return plan;
  const grown = await plan.grow(lists);
  return grown.ok ? growByLock(grown.value.plan, lock) : plan;
}
