import { differing, leafText } from "../../history/leaves.ts";
import type { RunOverview } from "../../history/run-overview.ts";
import { metricOf } from "../../history/run-value.ts";
import { figure } from "../figure.ts";
import type { Column } from "../table.ts";

type Valued = Pick<RunOverview, "params" | "metrics" | "gates">;

export interface Chosen {
  /** Named by the user; empty: those that differ. */
  readonly params: readonly string[];
  /** Named by the user; empty: those with a gate, then the first few that differ. */
  readonly metrics: readonly string[];
}

/** Metrics that are shown where the user named none. */
const mostMetrics = 3;

/** A column for each parameter and metric that is of interest. Parameters come before what they led to. */
export function valueColumns(rows: readonly Valued[], chosen: Chosen): readonly Column[] {
  const params = chosen.params.length > 0 ? chosen.params : differing(rows.map((row) => row.params));
  const metrics = chosen.metrics.length > 0 ? chosen.metrics : chosenMetrics(rows);
  const heads = shortHeads(params, metrics);
  return [
    ...params.map(
      (name, index): Column => ({
        head: heads.get(name) ?? name,
        cells: rows.map((row) => leafText(row.params[name])),
        right: rows.every((row) => row.params[name] === undefined || typeof row.params[name] === "number"),
        rank: chosen.params.length > 0 ? 1 : 4 + index,
      }),
    ),
    ...metrics.map(
      (name, index): Column => ({
        head: name,
        cells: rows.map((row) => figureText(metricOf(row, name))),
        right: true,
        rank: chosen.metrics.length > 0 ? 1 : index === 0 ? 3 : 20 + index,
      }),
    ),
  ];
}

const figureText = (value: number | undefined): string => (value === undefined ? "" : figure(value));

/** A bound of an interval stands for its metric: `accuracy.low` for `accuracy`. */
function chosenMetrics(rows: readonly Valued[]): readonly string[] {
  const gated = rows.flatMap((row) => row.gates.map(({ metric }) => metric.replace(/\.(low|high)$/, "")));
  const plain = rows.flatMap((row) =>
    Object.values(row.metrics).flatMap((metrics) => Object.keys(metrics).filter((name) => !name.includes("."))),
  );
  const names = [...new Set([...gated, ...plain])].filter((name) => rows.some((row) => metricOf(row, name) !== undefined));
  const telling = names.filter(
    (name) => gated.includes(name) || rows.some((row) => metricOf(row, name) !== metricOf(rows[0] ?? row, name)),
  );
  return (telling.length > 0 ? telling : names).slice(0, Math.max(mostMetrics, new Set(gated).size));
}

/** `epochs` says enough of `training.epochs`, as long as nothing else is called so. */
function shortHeads(params: readonly string[], metrics: readonly string[]): ReadonlyMap<string, string> {
  const last = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
  const all = [...params.map(last), ...metrics];
  return new Map(params.map((name) => [name, all.filter((other) => other === last(name)).length === 1 ? last(name) : name]));
}
