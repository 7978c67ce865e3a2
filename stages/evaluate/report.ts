import type { ConfusionMatrix } from "../shared/metric/confusion-matrix.ts";
import { cell, markdownTable } from "./markdown-table.ts";
import { type Measure, nameOf } from "./measure.ts";

export interface Report {
  readonly target: string;
  readonly task: string;
  readonly rows: number;
  readonly trainedOn: number;
  readonly confidence: number;
  readonly measures: readonly Measure[];
  /** Of a classification. */
  readonly confusion?: { readonly matrix: ConfusionMatrix; readonly classes: readonly string[] };
  /** Sentences. */
  readonly notes: readonly string[];
}

/** The figures for people, as Markdown. The picture is looked for beside it, under its default name. */
export function reportText(report: Report): string {
  const { confusion } = report;
  return [
    `# Evaluation: ${cell(report.target)}`,
    `A ${report.task} of \`${cell(report.target)}\`, trained on ${report.trainedOn} rows, measured on ${report.rows} rows.`,
    ...report.notes.map((note) => `> ${cell(note)}`),
    "## Metrics",
    metricsTable(report),
    ...(confusion === undefined ? [] : [...perClass(report, confusion), ...confusionMatrixText(confusion)]),
    `![${confusion === undefined ? "Predicted against actual values" : "Confusion matrix"}](picture.svg)`,
  ]
    .join("\n\n")
    .concat("\n");
}

function metricsTable({ measures, confidence }: Report): string {
  return markdownTable({
    head: ["Metric", "Value", `${percent(confidence)} interval`, "Interval by"],
    rows: measures
      .filter(({ path }) => path.length === 1)
      .map((measure) => [nameOf(measure), figure(measure.value), interval(measure), measure.interval?.by ?? ""]),
  });
}

function perClass({ measures }: Report, { matrix, classes }: NonNullable<Report["confusion"]>): string[] {
  const of = (name: string, score: string) => {
    const found = measures.find(({ path }) => path[0] === "per_class" && path[1] === name && path[2] === score);
    return found === undefined ? undefined : `${figure(found.value)}${found.interval === undefined ? "" : ` (${interval(found)})`}`;
  };
  const scores = ["precision", "recall", "f1"].filter((score) => classes.some((name) => of(name, score) !== undefined));
  const rows = classes.map((name, index) => [name, String(matrix.actual[index]), ...scores.map((score) => of(name, score) ?? "")]);
  return ["## Classes", markdownTable({ head: ["Class", "Rows", ...scores.map(titleOf)], rows })];
}

function confusionMatrixText({ matrix, classes }: NonNullable<Report["confusion"]>): string[] {
  const rows = classes.map((name, row) => [name, ...classes.map((_, column) => String(matrix.cells[row * matrix.size + column]))]);
  return [
    "## Confusion matrix",
    "A line for each actual class, a column for each predicted one.",
    markdownTable({ head: ["Actual", ...classes], rows }),
  ];
}

/** Four decimals; where `scale` is very large or very small, five digits. */
function figure(value: number, scale = value): string {
  const size = Math.abs(scale);
  return size !== 0 && (size >= 1000 || size < 0.001) ? String(Number(value.toPrecision(5))) : value.toFixed(4);
}

/** Its ends are written as its figure is. */
function interval({ value, interval: ends }: Measure): string {
  return ends === undefined ? "" : `${figure(ends.low, value)} … ${figure(ends.high, value)}`;
}

const percent = (share: number) => `${Number((share * 100).toPrecision(6))} %`;
const titleOf = (score: string) => (score === "f1" ? "F1" : score[0]?.toUpperCase() + score.slice(1));
