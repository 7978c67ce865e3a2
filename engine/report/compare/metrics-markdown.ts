import type { MetricRow } from "../../history/compare/compare-metrics.ts";
import { type ComparedVersions, versionWords } from "./comparison.ts";
import { markdownCell, markdownTable } from "./markdown.ts";
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
  const head = `### ${markdownCell(versions.name)}: metrics, ${markdownCell(versionWords(versions.before))} → ${markdownCell(versionWords(versions.after))}`;
  const table = markdownTable(
    heads,
    shown.map((row) => cellsOf(row, precision)),
  );
  return `${[head, ...(shown.length === 0 ? [] : [table]), metricsOutlook(rows)].join("\n\n")}\n`;
}

const heads = [
  { text: "stage", side: "left" },
  { text: "metric", side: "left" },
  { text: "old", side: "right" },
  { text: "new", side: "right" },
  { text: "change", side: "right" },
  { text: "", side: "left" },
] as const;

function cellsOf(row: MetricRow, precision: number): readonly string[] {
  const cells = metricCells(row, precision);
  const change = [cells.change, cells.relative === "" ? "" : `(${cells.relative})`].filter((text) => text !== "").join(" ");
  const mark = row.verdict === "worse" ? `**${cells.mark}**` : cells.mark;
  return [markdownCell(row.stage), markdownCell(row.metric), figure(cells.before), figure(cells.after), change, mark];
}

const figure = ({ value, interval }: FigureCells): string => markdownCell(interval === "" ? value : `${value} ${interval}`);
