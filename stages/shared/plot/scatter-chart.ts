import type { TopLevelSpec } from "vega-lite";
import { renderSvg } from "./render.ts";
import { seriesColors } from "./theme.ts";

export interface ScatterChart {
  readonly title: string;
  readonly subtitle?: string;
  readonly x: { readonly label: string; readonly values: ArrayLike<number> };
  readonly y: { readonly label: string; readonly values: ArrayLike<number> };
}

/** Points over two axes of one scale, with the line on which both are equal, as an SVG. */
export async function scatterChart(chart: ScatterChart): Promise<string> {
  return renderSvg(specification(chart));
}

function specification({ title, subtitle, x, y }: ScatterChart): TopLevelSpec {
  const points = Array.from(x.values, (value, index) => ({ x: value, y: y.values[index] ?? null }));
  const all = points.flatMap((point) => [point.x, point.y ?? point.x]);
  const low = all.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = all.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const axis = (label: string) => ({ type: "quantitative", title: label, scale: { zero: false, domain: [low, high], nice: true } });
  const encoding = { x: { field: "x", ...axis(x.label) }, y: { field: "y", ...axis(y.label) } };
  return {
    description: `${title}: ${y.label} by ${x.label}`,
    title: subtitle === undefined ? title : { text: title, subtitle },
    width: 380,
    height: 380,
    layer: [
      {
        data: {
          values: [
            { x: low, y: low },
            { x: high, y: high },
          ],
        },
        mark: { type: "line", color: "#57606a", strokeDash: [6, 3], strokeWidth: 1.5 },
        encoding,
      },
      { data: { values: points }, mark: { type: "circle", color: seriesColors[0], size: 36, opacity: 0.6 }, encoding },
    ],
  } as TopLevelSpec;
}
