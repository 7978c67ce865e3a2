import type { MetricRow } from "../../history/compare/compare-metrics.ts";
import type { Measured } from "../../history/compare/fold-intervals.ts";
import { changeText, intervalText, relativeText, rounded, roundedPair } from "./measured-figures.ts";

/** A row of a comparison as texts. */
export interface MetricCells {
  readonly metric: string;
  /** `@mlp-1` of a matrix; else empty. */
  readonly instance: string;
  readonly before: FigureCells;
  readonly after: FigureCells;
  readonly change: string;
  readonly relative: string;
  /** `▲ better`: the arrow says where the value went, the word whether that is good. */
  readonly mark: string;
}
export interface FigureCells {
  readonly value: string;
  readonly interval: string;
}

export function metricCells(row: MetricRow, precision: number): MetricCells {
  const { before, after, change, state } = row;
  const at = row.stage.indexOf("@");
  const [old, now] =
    before !== undefined && after !== undefined
      ? roundedPair({ before: before.value, after: after.value }, precision)
      : [before && rounded(before.value, precision), after && rounded(after.value, precision)];
  return {
    metric: row.metric,
    instance: at < 0 ? "" : row.stage.slice(at),
    before: figureCells(before, old),
    after: figureCells(after, now),
    change: state === "added" || state === "removed" || change === undefined ? state : changeText(change, precision),
    relative: relativeText(row.relative),
    mark: markOf(row),
  };
}

const figureCells = (measured: Measured | undefined, text: string | undefined): FigureCells =>
  measured === undefined ? { value: "-", interval: "" } : { value: text ?? "", interval: intervalText(measured) };

function markOf({ change, verdict }: MetricRow): string {
  if (change === undefined || change === 0) return "";
  const arrow = change > 0 ? "▲" : "▼";
  return verdict === undefined ? arrow : `${arrow} ${verdict}`;
}
