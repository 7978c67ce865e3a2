import type { Config } from "vega-lite";

/**
 * Okabe and Ito's palette, told apart under the common forms of colour blindness (https://jfly.uni-koeln.de/color/), without its
 * yellow, which is too light on white.
 */
export const seriesColors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"] as const;

/** Series differ by dash as well as by colour, so that a grey print is enough. */
export const seriesDashes = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
  [12, 3],
  [4, 4],
  [1, 3],
] as const;

const ink = "#1f2328";
const quietInk = "#57606a";
const rule = "#d0d7de";

/** A white sheet of its own: dark text stays readable on a page of any colour. */
export const theme: Config = {
  background: "#ffffff",
  padding: 16,
  font: "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif",
  title: { anchor: "start", color: ink, fontSize: 15, fontWeight: 600, offset: 12, subtitleColor: quietInk, subtitleFontSize: 12 },
  axis: {
    labelColor: ink,
    titleColor: ink,
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: 500,
    titlePadding: 10,
    gridColor: rule,
    domainColor: quietInk,
    tickColor: quietInk,
  },
  legend: { labelColor: ink, titleColor: ink, labelFontSize: 12, titleFontSize: 12, symbolSize: 400, symbolStrokeWidth: 2 },
  view: { stroke: null },
};
