import type { TopLevelSpec } from "vega-lite";
import { theme } from "./theme.ts";

declare module "vega" {
  /** Left out of vega's own types. */
  export const textMetrics: { canvas(use: boolean): void };
}

/** A self-contained SVG: no script, no link, no clock; the same chart gives the same bytes in every process. */
export async function renderSvg(chart: TopLevelSpec): Promise<string> {
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  // An installed `canvas` package would measure text with this machine's fonts, and so move what is drawn.
  vega.textMetrics.canvas(false);
  const view = new vega.View(vega.parse(compile(chart, { config: theme }).spec), { renderer: "none" });
  try {
    const svg = await view.toSVG();
    return `${titled(numbered(svg), String(chart.description ?? ""))}\n`;
  } finally {
    view.finalize();
  }
}

/** Vega counts the ids of clips and gradients over the whole process: here they are counted from 0 in each picture. */
function numbered(svg: string): string {
  const ids = [...svg.matchAll(/ id="([a-z_]+\d+)"/g)].map((match) => match[1]);
  return svg.replaceAll(/( id="|url\(#)([a-z_]+\d+)/g, (whole, before: string, id: string) => {
    const index = ids.indexOf(id);
    return index < 0 ? whole : `${before}part${index}`;
  });
}

/** What a screen reader says of the picture. */
function titled(svg: string, title: string): string {
  const escaped = title.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return svg.replace(/^<svg ([^>]*)>/, (_, attributes: string) => `<svg role="img" ${attributes}><title>${escaped}</title>`);
}
