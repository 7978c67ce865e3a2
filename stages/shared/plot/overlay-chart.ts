import type { TopLevelSpec } from "vega-lite";
import { renderSvg } from "./render.ts";
import { seriesColors } from "./theme.ts";

export interface OverlayChart {
  readonly title: string;
  readonly x: { readonly label: string };
  readonly y: { readonly label: string };
  /** Each version has its own lines: they need not have the same points. The last is drawn on top. */
  readonly versions: readonly { readonly name: string; readonly series: readonly OverlaySeries[] }[];
}

/** Points in their order along x; what is null or not finite is a gap. */
export interface OverlaySeries {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
}

/** Up to this many points a line, each is marked. */
const markedPoints = 40;

/** Lines of several versions over each other, as an SVG: colour tells the series, dash and strength the version. */
export async function overlayChart(chart: OverlayChart): Promise<string> {
  return renderSvg(specification(chart));
}

function specification({ title, x, y, versions }: OverlayChart): TopLevelSpec {
  const names = [...new Set(versions.flatMap(({ series }) => series.map(({ name }) => name)))];
  const versionNames = versions.map(({ name }) => name);
  const values = versions.flatMap(({ name: version, series }) =>
    series.flatMap((one) => one.x.map((at, index) => ({ at, value: finite(one.y[index]), series: one.name, version }))),
  );
  const most = Math.max(0, ...versions.flatMap(({ series }) => series.map((one) => one.x.length)));
  const wholeSteps = values.every(({ at }) => Number.isInteger(at));
  // Colour is the strongest mark: where there is one series, it tells the versions apart.
  const single = names.length === 1;
  const version = { field: "version", type: "nominal", title: null };
  return {
    description: `${title}: ${names.join(", ")} by ${x.label}${versions.length > 1 ? `, ${versionNames.join(" and ")}` : ""}`,
    title,
    width: 560,
    height: 280,
    data: { values },
    mark: { type: "line", strokeWidth: 2, invalid: "break-paths-show-domains", point: most <= markedPoints ? { size: 24 } : false },
    encoding: {
      x: {
        field: "at",
        type: "quantitative",
        title: x.label,
        scale: { zero: false, nice: false },
        axis: { grid: false, ...(wholeSteps ? { tickMinStep: 1, format: "d" } : {}) },
      },
      y: { field: "value", type: "quantitative", title: y.label, scale: { zero: false } },
      color: single
        ? { ...version, scale: { domain: versionNames, range: versionColors(versions.length) }, legend: legendOf(versions.length) }
        : {
            field: "series",
            type: "nominal",
            title: null,
            scale: { domain: names, range: names.map((_, index) => seriesColors[index % seriesColors.length]) },
            legend: { symbolType: "stroke" },
          },
      strokeDash: {
        ...version,
        scale: { domain: versionNames, range: versionDashes(versions.length) },
        legend: legendOf(versions.length),
      },
      opacity: {
        ...version,
        type: "ordinal",
        sort: versionNames,
        scale: { domain: versionNames, range: versionOpacities(versions.length) },
        legend: legendOf(versions.length),
      },
      detail: { field: "series" },
      order: { field: "at", type: "quantitative" },
    },
  } as TopLevelSpec;
}

const finite = (value: number | null | undefined): number | null => (typeof value === "number" && Number.isFinite(value) ? value : null);
const legendOf = (versions: number) => (versions > 1 ? { symbolType: "stroke" } : null);
const versionColors = (versions: number): readonly string[] => (versions > 1 ? [seriesColors[1], seriesColors[0]] : [seriesColors[0]]);
const versionDashes = (versions: number): readonly (readonly number[])[] =>
  versions > 1
    ? [
        [5, 3],
        [1, 0],
      ]
    : [[1, 0]];
const versionOpacities = (versions: number): readonly number[] => (versions > 1 ? [0.6, 1] : [1]);
