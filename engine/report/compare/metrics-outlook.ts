import type { MetricRow, RowState } from "../../history/compare/compare-metrics.ts";

/** `1 better, 2 worse, 4 the same (--all shows them)`; `hint` is the part in parentheses, for where some are hidden and it is of use. */
export function metricsOutlook(rows: readonly MetricRow[], hint = ""): string {
  if (rows.length === 0) return "no metrics to compare";
  const count = (wanted: (row: MetricRow) => boolean): number => rows.filter(wanted).length;
  const inState = (state: RowState): number => count((row) => row.state === state);
  const [better, worse] = [count(({ verdict }) => verdict === "better"), count(({ verdict }) => verdict === "worse")];
  const other = inState("changed") - better - worse;
  const same = inState("same");
  const hidden = same > 0 ? hint : "";
  if (same === rows.length) return `nothing changed: ${same === 1 ? "1 metric is" : `${same} metrics are`} the same${hidden}`;
  const told = [
    better === 0 ? "" : `${better} better`,
    worse === 0 ? "" : `${worse} worse`,
    other === 0 ? "" : `${other} ${better + worse > 0 ? "otherwise " : ""}changed`,
    inState("added") === 0 ? "" : `${inState("added")} new`,
    inState("removed") === 0 ? "" : `${inState("removed")} gone`,
    same === 0 ? "" : `${same} the same${hidden}`,
  ];
  return told.filter((text) => text !== "").join(", ");
}
