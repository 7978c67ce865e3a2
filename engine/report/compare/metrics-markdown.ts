import type { MetricRow } from "../../history/compare/compare-metrics.ts";
import { markdownTable } from "../table.ts";
import { type ComparedVersions, versionWords } from "./comparison.ts";
import { markdownText } from "./markdown.ts";
import { type FigureCells, metricCells } from "./metric-cells.ts";
import { metricsOutlook } from "./metrics-outlook.ts";

export interface MetricsMarkdownOptions {
  readonly versions: ComparedVersions;
  readonly all: boolean;
  readonly precision: number;
}

/** A comparison as a pull request shows it. */
export function metricsMarkdown(rows: readonly MetricRow[], { versions, all, precision }: MetricsMarkdownOptions): string {
  const shown = rows.filter((row) => all || row.state !== "same");
  const head = `### ${markdownText(`${versions.name}: metrics, ${versionWords(versions.before)} → ${versionWords(versions.after)}`)}`;
  const cells = shown.map((row) => ({ row, ...metricCells(row, precision) }));
  const table = markdownTable([
    { head: "stage", cells: shown.map(({ stage }) => markdownText(stage)), rank: 0 },
    { head: "metric", cells: shown.map(({ metric }) => markdownText(metric)), rank: 0 },
    { head: "old", cells: cells.map(({ before }) => figure(before)), right: true, rank: 0 },
    { head: "new", cells: cells.map(({ after }) => figure(after)), right: true, rank: 0 },
    {
      head: "change",
      cells: cells.map(({ change, relative }) => (relative === "" ? change : `${change} (${relative})`)),
      right: true,
      rank: 0,
    },
    { head: "", cells: cells.map(({ row, mark }) => (row.verdict === "worse" ? `**${mark}**` : mark)), rank: 0 },
  ]);
  return `${[head, ...(shown.length === 0 ? [] : [table.trimEnd()]), metricsOutlook(rows)].join("\n\n")}\n`;
}

const figure = ({ value, interval }: FigureCells): string => (interval === "" ? value : `${value} ${interval}`);
