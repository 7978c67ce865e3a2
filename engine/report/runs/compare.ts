import { leafText } from "../../history/leaves.ts";
import type { MetricRow, SideBySide } from "../../history/side-by-side.ts";
import { cut } from "../columns.ts";
import { duration } from "../duration.ts";
import { figure } from "../figure.ts";
import type { Painter } from "../painter.ts";
import { type Column, markdownTable, textTable } from "../table.ts";

export interface CompareOptions {
  /** A heading for each run. */
  readonly heads: readonly string[];
  readonly paint: Painter;
  readonly width: number;
}

/** A row of a comparison: a name, a value for each run, and for two runs what has become of it. */
interface Row {
  readonly name: string;
  readonly cells: readonly string[];
  readonly change: string;
  /** Colour of the change. */
  readonly verdict?: "better" | "worse";
}

interface Part {
  readonly title: string;
  readonly rows: readonly Row[];
}

const mark = " *";

/** Runs side by side. What is the same in all is left out, but for metrics and stages. */
export function renderComparison(compared: SideBySide, { heads, paint, width }: CompareOptions): string {
  const parts = partsOf(compared, heads.length);
  if (parts.length === 0) return "these runs do not differ\n";
  // One set of widths for all parts: the values of a run stand below one another.
  const columns = columnsOf(
    parts.flatMap(({ title, rows }) => [{ name: title, cells: heads.map(() => ""), change: "" }, ...rows]),
    { heads, paint, titles: new Set(parts.map(({ title }) => title)) },
  );
  const { lines, omitted } = textTable(columns, { width, paint });
  const starred = parts.some(({ rows }) => rows.some(({ cells }) => cells.some((cell) => cell.endsWith(mark))));
  const notes = [
    ...(starred ? ["* the best of a row"] : []),
    ...(omitted.length > 0 ? [`no room for ${omitted.join(", ")}: a wider window, --json or --md shows all`] : []),
  ];
  return `${[...lines, ...(notes.length > 0 ? ["", ...notes.map(paint.quiet)] : [])].join("\n")}\n`;
}

export function comparisonMarkdown(compared: SideBySide, { heads, paint }: Omit<CompareOptions, "width">): string {
  return partsOf(compared, heads.length)
    .map(({ title, rows }) => `**${title}**\n\n${markdownTable(columnsOf(rows, { heads, paint, titles: new Set() }))}`)
    .join("\n");
}

function partsOf({ params, metrics, stages, environment }: SideBySide, count: number): readonly Part[] {
  const several = metrics.some(({ stage }) => stage !== metrics[0]?.stage);
  const parts: readonly Part[] = [
    { title: "params", rows: params.map(({ name, values }) => ({ name, cells: values.map(leafText), change: "" })) },
    { title: "metrics", rows: metrics.filter(isTold).map((row) => metricRow(row, { several, count })) },
    {
      title: "stages",
      rows: stages.map(({ stage, cells }) => ({ name: stage, cells: cells.map(stageCell), change: "" })),
    },
    {
      title: "environment",
      rows: environment.map(({ name, values }) => ({
        name,
        cells: values.map((value) => (name === "commit" ? (value ?? "").slice(0, 7) : cut(value ?? "", 12))),
        change: "",
      })),
    },
  ];
  return parts.filter(({ rows }) => rows.length > 0);
}

/** Of a bound of an interval nobody can say whether it is better; and what is measured for each class is told where it differs. */
const isTold = ({ metric, values }: MetricRow): boolean =>
  !/\.(low|high)$/.test(metric) && (!metric.includes(".") || values.some((value) => value !== values[0]));

const stageCell = (cell: SideBySide["stages"][number]["cells"][number]): string => {
  if (cell === undefined) return "";
  return ["ran", "restored", "failed"].includes(cell.outcome) ? `${cell.outcome} ${duration(cell.milliseconds)}` : cell.outcome;
};

function metricRow(row: MetricRow, { several, count }: { readonly several: boolean; readonly count: number }): Row {
  const name = several ? `${row.stage}.${row.metric}` : row.metric;
  const [before, after] = row.values;
  const cells = row.values.map(
    (value, index) => `${value === undefined ? "" : figure(value)}${count > 2 ? (row.best === index ? mark : "") : ""}`,
  );
  if (count !== 2 || before === undefined || after === undefined || before === after) return { name, cells, change: "" };
  const change = `${after > before ? "+" : "-"}${figure(Math.abs(after - before))}`;
  if (row.better === undefined) return { name, cells, change };
  const verdict = after > before === (row.better === "higher") ? "better" : "worse";
  return { name, cells, change: `${change} ${verdict}`, verdict };
}

interface ColumnOptions {
  readonly heads: readonly string[];
  readonly paint: Painter;
  /** Names of rows that are headings. */
  readonly titles: ReadonlySet<string>;
}

function columnsOf(rows: readonly Row[], { heads, paint, titles }: ColumnOptions): readonly Column[] {
  const isTitle = (row: number): boolean => titles.has(rows[row]?.name ?? "") && rows[row]?.cells.every((cell) => cell === "") === true;
  const names = rows.map(({ name }, row) => (titles.size === 0 || isTitle(row) ? name : `  ${name}`));
  const changeColour = (text: string, row: number): string =>
    rows[row]?.verdict === "better" ? paint.good(text) : rows[row]?.verdict === "worse" ? paint.bad(text) : text;
  return [
    { head: "", cells: names, rank: 0, colour: (text, row) => (isTitle(row) ? paint.strong(text) : text) },
    ...heads.map((head, index) => ({ head, cells: rows.map(({ cells }) => cells[index] ?? ""), right: true, rank: index < 2 ? 0 : index })),
    ...(rows.some(({ change }) => change !== "")
      ? [{ head: "change", cells: rows.map(({ change }) => change), rank: 1, colour: changeColour }]
      : []),
  ];
}
