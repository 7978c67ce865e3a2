import { directionOf } from "./compare/metric-direction.ts";
import type { Leaf } from "./leaves.ts";
import type { RunOverview } from "./run-overview.ts";
import { metricOf, valueIn } from "./run-value.ts";

type Sortable = Pick<RunOverview, "params" | "metrics" | "gates" | "milliseconds"> & { readonly at?: number };

/** `accuracy`, or `accuracy:asc` where the direction is said. */
export interface SortKey {
  readonly name: string;
  readonly direction?: "asc" | "desc";
}

export function readSortKey(text: string): SortKey {
  const [, name, direction] = /^(.+):(asc|desc)$/.exec(text) ?? [];
  return name === undefined ? { name: text } : { name, direction: direction as "asc" | "desc" };
}

/** Best first where it is known what is better, newest first for `when`, else ascending. What has no such value comes last. */
export function sortRuns<Run extends Sortable>(runs: readonly Run[], key: SortKey): readonly Run[] {
  const valued = runs.map((run) => ({ run, value: key.name === "when" ? (run.at ?? 0) : valueIn(run, key.name) }));
  const descends = (key.direction ?? naturalDirection(runs, key.name)) === "desc";
  return valued.toSorted((left, right) => compare(left.value, right.value, descends)).map(({ run }) => run);
}

export function naturalDirection(runs: readonly Sortable[], name: string): "asc" | "desc" {
  if (name === "when") return "desc";
  const isMetric = runs.some((run) => metricOf(run, name) !== undefined);
  const gates = runs.flatMap((run) => run.gates);
  return isMetric && directionOf(name, gates) !== "lower" ? "desc" : "asc";
}

function compare(left: Leaf | undefined, right: Leaf | undefined, descends: boolean): number {
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  const order =
    typeof left === "number" && typeof right === "number" ? left - right : String(left) < String(right) ? -1 : Number(left !== right);
  return descends ? -order : order;
}
