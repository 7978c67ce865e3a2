import type { TopLevelSpec } from "vega-lite";
import { renderSvg } from "./render.ts";

export interface Heatmap {
  readonly title: string;
  readonly subtitle?: string;
  readonly rows: { readonly label: string; readonly names: readonly string[] };
  readonly columns: { readonly label: string; readonly names: readonly string[] };
  /** `values[row][column]` in 0 … 1: how dark the cell is. */
  readonly values: readonly (readonly number[])[];
  readonly valueLabel: string;
  /** What is written in each cell, a line each; left out where cells become too small to read. */
  readonly texts: readonly (readonly (readonly string[])[])[];
}

/** Cells whose value is above this are so dark that their text is white. */
const darkCell = 0.65;
/** One hue from near white to dark blue: lightness alone carries the value. */
const lightToDark = ["#f4f8fc", "#c6dbef", "#6baed6", "#2171b5", "#08306b"];

/** A grid of cells, darker for more, with its numbers written in, as an SVG. */
export async function heatmap(chart: Heatmap): Promise<string> {
  return renderSvg(specification(chart));
}

function specification(chart: Heatmap): TopLevelSpec {
  const size = cellSize(Math.max(chart.rows.names.length, chart.columns.names.length));
  const cells = chart.rows.names.flatMap((_, row) =>
    chart.columns.names.map((_, column) => ({
      row,
      column,
      value: chart.values[row]?.[column] ?? 0,
      text: chart.texts[row]?.[column] ?? [],
    })),
  );
  const cell = { type: "rect", stroke: "#ffffff", strokeWidth: 2 };
  const text = {
    mark: { type: "text", lineHeight: 16, fontSize: 12, dy: { expr: "-(length(datum.text) - 1) * 8" }, baseline: "middle" },
    encoding: {
      text: { field: "text", type: "nominal" },
      color: { condition: { test: `datum.value > ${darkCell}`, value: "#ffffff" }, value: "#1f2328" },
    },
  };
  return {
    description: `${chart.title}: ${chart.rows.label} by ${chart.columns.label}`,
    title: chart.subtitle === undefined ? chart.title : { text: chart.title, subtitle: chart.subtitle },
    data: { values: cells },
    width: { step: size },
    height: { step: size },
    encoding: {
      y: { field: "row", type: "ordinal", title: chart.rows.label, axis: namedAxis(chart.rows.names) },
      x: {
        field: "column",
        type: "ordinal",
        title: chart.columns.label,
        axis: { ...namedAxis(chart.columns.names), orient: "bottom", labelAngle: slanted(chart.columns.names, size) ? -40 : 0 },
      },
    },
    layer: [
      {
        mark: cell,
        encoding: {
          color: {
            field: "value",
            type: "quantitative",
            title: chart.valueLabel,
            scale: { domain: [0, 1], range: lightToDark },
            legend: { format: ".0%", gradientLength: 120, tickCount: 5 },
          },
        },
      },
      ...(size >= 40 ? [text] : []),
    ],
  } as TopLevelSpec;
}

/** Pixels a side. */
function cellSize(names: number): number {
  if (names <= 6) return 84;
  if (names <= 12) return 56;
  if (names <= 20) return 40;
  return 18;
}

/** Cells are placed by index, so that two equal or empty names stay two rows. */
function namedAxis(names: readonly string[]) {
  return { labelExpr: `${JSON.stringify(names)}[datum.value]`, labelLimit: 160, ticks: false, domain: false, grid: false, labelPadding: 6 };
}

function slanted(names: readonly string[], size: number): boolean {
  const longest = Math.max(0, ...names.map((name) => name.length));
  return longest * 6.5 > size;
}
