import type { TopLevelSpec } from "vega-lite";
import { renderSvg } from "./render.ts";
import { seriesColors, seriesDashes } from "./theme.ts";

export interface LineChart {
  readonly title: string;
  readonly subtitle?: string;
  readonly x: { readonly label: string; readonly values: readonly number[] };
  readonly y: { readonly label: string };
  /** `values[i]` stands at `x.values[i]`; what is null or not finite is a gap. */
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}

/** Up to this many points a line, each is marked. */
const markedPoints = 40;

/** Lines over a shared x, as an SVG; told apart by colour and by dash. */
export async function lineChart(chart: LineChart): Promise<string> {
  return renderSvg(specification(chart));
}

function specification({ title, subtitle, x, y, series }: LineChart): TopLevelSpec {
  const names = series.map((one) => one.name);
  const values = series.flatMap((one) =>
    x.values.map((at, index) => {
      const value = one.values[index];
      return { at, series: one.name, value: value !== undefined && value !== null && Number.isFinite(value) ? value : null };
    }),
  );
  const wholeSteps = x.values.every(Number.isInteger);
  return {
    description: `${title}: ${names.join(", ")} by ${x.label}`,
    title: subtitle === undefined ? title : { text: title, subtitle },
    width: 560,
    height: 300,
    data: { values },
    mark: {
      type: "line",
      strokeWidth: 2,
      invalid: "break-paths-show-domains",
      point: x.values.length <= markedPoints ? { size: 24 } : false,
    },
    encoding: {
      x: {
        field: "at",
        type: "quantitative",
        title: x.label,
        scale: { zero: false, nice: false },
        axis: { grid: false, ...(wholeSteps ? { tickMinStep: 1, format: "d" } : {}) },
      },
      y: { field: "value", type: "quantitative", title: y.label, scale: { zero: false } },
      color: {
        field: "series",
        type: "nominal",
        title: null,
        legend: { symbolType: "stroke" },
        scale: { domain: names, range: cycle(seriesColors, names.length) },
      },
      strokeDash: { field: "series", type: "nominal", title: null, scale: { domain: names, range: cycle(seriesDashes, names.length) } },
      order: { field: "at", type: "quantitative" },
    },
  } as TopLevelSpec;
}

function cycle<Item>(items: readonly Item[], length: number): Item[] {
  return Array.from({ length }, (_, index) => items[index % items.length] as Item);
}
