import { nameOf } from "../../history/compare/compare-metrics.ts";
import type { ListedMetric } from "../../history/compare/list-metrics.ts";
import { columnWidths } from "../columns.ts";
import type { Painter } from "../painter.ts";
import { markdownTable } from "../table.ts";
import { markdownText } from "./markdown.ts";
import { intervalText, rounded } from "./measured-figures.ts";

export interface MetricsListOptions {
  /** Of the pipeline. */
  readonly name: string;
  readonly precision: number;
}

/** The current metrics for a terminal: a block for each stage, with what its gates say. */
export function renderMetricsList(metrics: readonly ListedMetric[], options: MetricsListOptions & { readonly paint: Painter }): string {
  const { name, precision, paint } = options;
  if (metrics.length === 0) return `${name}: no metrics\n`;
  const rows = metrics.map((metric) => ({ metric, cells: cellsOf(metric, precision) }));
  const widths = columnWidths(rows.map(({ cells }) => [cells.metric, cells.instance, cells.value, cells.interval]));
  const [metricWidth = 0, instanceWidth = 0, valueWidth = 0, intervalWidth = 0] = widths;
  const lines: string[] = [];
  for (const [index, { metric, cells }] of rows.entries()) {
    const previous = rows[index - 1]?.metric;
    const sameStage = previous !== undefined && nameOf(previous.stage) === nameOf(metric.stage);
    if (!sameStage) lines.push(paint.strong(nameOf(metric.stage)));
    const parts = [
      (sameStage && previous.metric === metric.metric ? "" : cells.metric).padEnd(metricWidth),
      cells.instance.padEnd(instanceWidth),
      `${cells.value.padStart(valueWidth)} ${cells.interval.padEnd(intervalWidth)}`,
    ].filter((part) => part !== "");
    const start = `  ${parts.join("  ")}`;
    const [first = "", ...others] = cells.notes.map((note) => (note.endsWith(failed) ? paint.bad(note) : paint.quiet(note)));
    lines.push(`${start}  ${first}`.trimEnd(), ...others.map((note) => `${" ".repeat(start.length)}  ${note}`));
  }
  return `${lines.join("\n")}\n`;
}

export function metricsListMarkdown(metrics: readonly ListedMetric[], { name, precision }: MetricsListOptions): string {
  const head = `### ${markdownText(name)}: metrics`;
  if (metrics.length === 0) return `${head}\n\nno metrics\n`;
  const cells = metrics.map((metric) => cellsOf(metric, precision));
  const table = markdownTable([
    { head: "stage", cells: metrics.map(({ stage }) => markdownText(stage)), rank: 0 },
    { head: "metric", cells: metrics.map(({ metric }) => markdownText(metric)), rank: 0 },
    { head: "value", cells: cells.map(({ value, interval }) => `${value} ${interval}`.trim()), right: true, rank: 0 },
    { head: "gates", cells: cells.map(({ notes }) => markdownText(notes.join(", "))), rank: 0 },
  ]);
  return `${head}\n\n${table}`;
}

export function metricsListDocument(metrics: readonly ListedMetric[], name: string): string {
  return `${JSON.stringify({ pipeline: name, metrics }, undefined, 2)}\n`;
}

const failed = "FAILED";

function cellsOf(metric: ListedMetric, precision: number) {
  const at = metric.stage.indexOf("@");
  const gates = metric.gates.map(({ expression, passed }) => `${expression} ${passed ? "passed" : failed}`);
  return {
    metric: metric.metric,
    instance: at < 0 ? "" : metric.stage.slice(at),
    value: rounded(metric.value, precision),
    interval: intervalText(metric),
    notes: [...(metric.measured ? ["measured, not in the lock"] : []), ...gates],
  };
}
