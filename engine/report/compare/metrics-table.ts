import { type MetricRow, nameOf } from "../../history/compare/compare-metrics.ts";
import { columnWidths } from "../columns.ts";
import type { Painter } from "../painter.ts";
import type { ComparedVersions } from "./comparison.ts";
import { versionWords } from "./comparison.ts";
import { type FigureCells, type MetricCells, metricCells } from "./metric-cells.ts";
import { metricsOutlook } from "./metrics-outlook.ts";

export interface MetricsTableOptions {
  readonly versions: ComparedVersions;
  /** Also what is the same in both. */
  readonly all: boolean;
  readonly precision: number;
  readonly paint: Painter;
  /** Characters of a line. */
  readonly columns: number;
}

/** A comparison for a terminal: a block for each stage, numbers flush right, instances of a matrix below each other. */
export function renderMetricsTable(rows: readonly MetricRow[], options: MetricsTableOptions): string {
  const { versions, all, precision, paint, columns } = options;
  const shown = rows.filter((row) => all || row.state !== "same").map((row) => ({ row, cells: metricCells(row, precision) }));
  const head = `${versions.name}: metrics, ${versionWords(versions.before)} -> ${versionWords(versions.after)}`;
  const lines = [paint.strong(head)];
  if (shown.length > 0) {
    const { below, short } = fitting(
      shown.map((each) => each.cells),
      columns,
    );
    const fitted = shown.map(({ row, cells }) => ({ row, cells: short ? { ...cells, relative: "" } : cells }));
    const layout = layoutOf(
      fitted.map((each) => each.cells),
      { below },
    );
    lines.push("", paint.quiet(headLine(layout)));
    for (const [index, { row, cells: each }] of fitted.entries()) {
      const previous = fitted[index - 1]?.row;
      if (previous === undefined || nameOf(previous.stage) !== nameOf(row.stage)) lines.push(paint.strong(nameOf(row.stage)));
      const repeated = previous?.metric === row.metric && nameOf(previous.stage) === nameOf(row.stage);
      lines.push(...rowLines(each, { layout, repeated, paint: paintOf(row, paint) }));
    }
  }
  return `${[...lines, "", metricsOutlook(rows, all ? "" : " (--all shows them)")].join("\n")}\n`;
}

/** Where lines would be too long, intervals go below their figures first; then the percentages go. */
function fitting(cells: readonly MetricCells[], columns: number): { readonly below: boolean; readonly short: boolean } {
  const below = widthOf(cells, { below: false }) > columns;
  return { below, short: below && widthOf(cells, { below }) > columns };
}

interface Layout {
  readonly below: boolean;
  readonly metric: number;
  readonly instance: number;
  readonly before: FigureLayout;
  readonly after: FigureLayout;
  readonly change: number;
  readonly relative: number;
}
/** Characters of the value, and of the whole cell. */
interface FigureLayout {
  readonly value: number;
  readonly interval: number;
  readonly whole: number;
}

const [oldHead, newHead, changeHead] = ["old", "new", "change"];

function layoutOf(cells: readonly MetricCells[], { below }: { readonly below: boolean }): Layout {
  const widest = (texts: readonly string[], least = 0): number => Math.max(least, columnWidths(texts.map((text) => [text]))[0] ?? 0);
  const figure = (figures: readonly FigureCells[], head: string): FigureLayout => {
    const [value, interval] = [widest(figures.map((each) => each.value)), widest(figures.map((each) => each.interval))];
    const whole = below || interval === 0 ? Math.max(value, interval) : value + 1 + interval;
    return { value, interval, whole: Math.max(whole, head.length) };
  };
  return {
    below,
    metric: widest(cells.map(({ metric }) => metric)),
    instance: widest(cells.map(({ instance }) => instance)),
    before: figure(
      cells.map(({ before }) => before),
      oldHead,
    ),
    after: figure(
      cells.map(({ after }) => after),
      newHead,
    ),
    change: widest(
      cells.map(({ change }) => change),
      changeHead.length,
    ),
    relative: widest(cells.map(({ relative }) => relative)),
  };
}

function widthOf(cells: readonly MetricCells[], { below }: { readonly below: boolean }): number {
  const layout = layoutOf(cells, { below });
  const mark = Math.max(...cells.map((each) => each.mark.length));
  const parts = [layout.metric, layout.instance, layout.before.whole, layout.after.whole, layout.change, layout.relative, mark];
  return parts.filter((part) => part > 0).reduce((sum, part) => sum + part + 2, 0);
}

function headLine(layout: Layout): string {
  const figures = [oldHead.padStart(valueEnd(layout.before, layout)), newHead.padStart(valueEnd(layout.after, layout))];
  return line([
    "".padEnd(layout.metric),
    "".padEnd(layout.instance),
    figures[0]?.padEnd(layout.before.whole) ?? "",
    figures[1]?.padEnd(layout.after.whole) ?? "",
    changeHead.padStart(layout.change),
  ]);
}

const valueEnd = (figure: FigureLayout, { below }: Layout): number => (below || figure.interval === 0 ? figure.whole : figure.value);

function rowLines(
  cells: MetricCells,
  { layout, repeated, paint }: { readonly layout: Layout; readonly repeated: boolean; readonly paint: (text: string) => string },
): readonly string[] {
  const names = [(repeated ? "" : cells.metric).padEnd(layout.metric), cells.instance.padEnd(layout.instance)];
  const first = line([
    ...names,
    figureText(cells.before, { figure: layout.before, layout }),
    figureText(cells.after, { figure: layout.after, layout }),
    cells.change.padStart(layout.change),
    cells.relative.padStart(layout.relative),
    paint(cells.mark),
  ]);
  if (!layout.below || (cells.before.interval === "" && cells.after.interval === "")) return [first];
  const intervals = [cells.before.interval.padStart(layout.before.whole), cells.after.interval.padStart(layout.after.whole)];
  return [first, line(["".padEnd(layout.metric), "".padEnd(layout.instance), ...intervals])];
}

function figureText(cells: FigureCells, { figure, layout }: { readonly figure: FigureLayout; readonly layout: Layout }): string {
  if (layout.below || figure.interval === 0) return cells.value.padStart(figure.whole);
  return `${cells.value.padStart(figure.value)} ${cells.interval.padEnd(figure.interval)}`.padEnd(figure.whole);
}

const line = (cells: readonly string[]): string => `  ${cells.filter((cell) => cell !== "").join("  ")}`.trimEnd();

function paintOf({ verdict }: MetricRow, paint: Painter): (text: string) => string {
  return verdict === "better" ? paint.good : verdict === "worse" ? paint.bad : (text) => text;
}
