import type { PlanStage } from "../../graph/plan.ts";
import type { ResourceSpec } from "../../spec/pipeline.ts";

/** What one attempt of a stage takes of each pool while it is at work, all of it or nothing. */
export interface Demand {
  /** Whole units of each pool, more than none: see `unitsOf`. */
  readonly units: ReadonlyMap<string, number>;
  /** Alike for equal demands. */
  readonly name: string;
}

/** Units of one processor, one device, one place of a pool: shares are exact to the thousandth, and sums of them have no rounding. */
export const wholeUnit = 1000;

/** Memory is counted in bytes. */
export const unitsOf = (pool: string, amount: number): number => (pool === "memory" ? Math.round(amount) : Math.round(amount * wholeUnit));
export const amountOf = (pool: string, units: number): number => (pool === "memory" ? units : units / wholeUnit);

export interface DemandRequest {
  /** From 1. */
  readonly attempt: number;
  /** Units that a pool holds: what grows does not grow beyond it. */
  readonly capacity: (pool: string) => number;
}

/** Processors of a stage that says nothing of them. */
const usualProcessors: ResourceSpec = { pool: "cpu", at: [0, 0, 0], first: 1, times: 1 };

export function demandOf({ resources }: Pick<PlanStage, "resources">, { attempt, capacity }: DemandRequest): Demand {
  const all = resources.some(({ pool }) => pool === "cpu") ? resources : [...resources, usualProcessors];
  const units = all
    .map((resource) => [resource.pool, grown(resource, { attempt, capacity })] as const)
    .filter(([, amount]) => amount > 0)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { units: new Map(units), name: units.map(([pool, amount]) => `${pool} ${amount}`).join(", ") };
}

function grown({ pool, first, times, most }: ResourceSpec, { attempt, capacity }: DemandRequest): number {
  const wanted = unitsOf(pool, Math.min(first * times ** (attempt - 1), most ?? Number.MAX_SAFE_INTEGER / wholeUnit));
  const least = unitsOf(pool, first);
  const amount = Math.max(least, Math.min(wanted, capacity(pool)));
  // A device is shared, or it is taken whole.
  return pool === "gpu" && amount > wholeUnit ? Math.ceil(amount / wholeUnit) * wholeUnit : amount;
}
