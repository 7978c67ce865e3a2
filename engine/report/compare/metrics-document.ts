import { type MetricRow, rowStates } from "../../history/compare/compare-metrics.ts";
import { type ComparedVersions, versionDocument } from "./comparison.ts";

/** `metrics diff --json`: one document with every metric, also those that are the same. */
export function metricsDocument(rows: readonly MetricRow[], { name, before, after }: ComparedVersions): string {
  const document = {
    pipeline: name,
    before: versionDocument(before),
    after: versionDocument(after),
    counts: Object.fromEntries(rowStates.map((state) => [state, rows.filter((row) => row.state === state).length])),
    metrics: rows,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
