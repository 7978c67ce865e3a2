import type { RowState } from "../../history/compare/compare-metrics.ts";
import { type Html, html } from "../page/html.ts";
import { pageShell } from "../page/shell.ts";
import { pageStyle } from "../page/style.ts";
import { pictureType } from "../picture-type.ts";
import { type ComparedVersion, versionWords } from "./comparison.ts";
import { plotsScript } from "./plots-script.ts";
import { plotsStyle } from "./plots-style.ts";

/** A plot, ready to be shown. */
export interface ShownPlot {
  readonly stage: string;
  readonly port: string;
  readonly path: string;
  readonly state: RowState;
  /** Of a table: the lines of every version over each other, as SVG. */
  readonly charts: readonly { readonly name: string; readonly svg: string }[];
  /** Of a picture: its bytes in each version. */
  readonly before?: Buffer;
  readonly after?: Buffer;
  /** What a reader must know: bytes that are not kept, a file that cannot be read. */
  readonly notes: readonly string[];
}

export interface PlotsPage {
  /** Of the pipeline. */
  readonly name: string;
  /** `undefined` where only what is now is shown. */
  readonly before: ComparedVersion | undefined;
  readonly after: ComparedVersion;
  readonly plots: readonly ShownPlot[];
  /** `1 changed, 3 the same`. */
  readonly outlook: string;
}

/** One file that asks for nothing, light or dark, and reads without its script. Pictures are images: no script in them can run. */
export function plotsPage(page: PlotsPage): string {
  const { name, before, after, plots, outlook } = page;
  const versions = before === undefined ? versionWords(after) : `${versionWords(before)} → ${versionWords(after)}`;
  const body = html`<header>
<p class="eyebrow">${versions}</p>
<h1>${name}: plots</h1>
<p class="lead">${outlook}</p>
</header>
<main id="main">
${plots.map((plot) => plotSection(plot, page))}</main>
<footer><p>Made by Millrace from the locks of both versions. This page asks for nothing from anywhere.</p></footer>
`;
  return pageShell({ title: `${name}: plots, ${versions}`, style: pageStyle + plotsStyle, script: plotsScript, body });
}

/** A plot whose path says nothing is an SVG, as plots are by default. */
export const shownAs = (path: string): string => pictureType(path) ?? "image/svg+xml";

function plotSection(plot: ShownPlot, page: PlotsPage): Html {
  const { stage, port, path, state, charts, notes } = plot;
  const badge = page.before === undefined ? undefined : html` <span class="badge ${badgeTone[state]}">${badgeWord[state]}</span>`;
  const title = html`<h2><span class="stage">${stage}</span> ${port}${badge}</h2>\n<p class="quiet"><code>${path}</code></p>\n`;
  const told = notes.map((note) => html`<p class="note">${note}</p>\n`);
  const drawn =
    charts.length > 0 ? html`<div class="charts">${charts.map((chart) => chartImage(chart, plot))}</div>\n` : pictures(plot, page);
  return html`<section>${title}${told}${drawn}</section>\n`;
}

const badgeWord: Readonly<Record<RowState, string>> = { changed: "changed", added: "new", removed: "gone", same: "the same" };
const badgeTone: Readonly<Record<RowState, string>> = { changed: "caution", added: "good", removed: "bad", same: "quiet" };

const chartImage = ({ name, svg }: { readonly name: string; readonly svg: string }, { stage, port }: ShownPlot): Html =>
  html`<img class="chart" alt="${stage} ${port}: ${name}" src="data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}">\n`;

function pictures({ stage, port, path, before, after, state }: ShownPlot, page: PlotsPage): Html {
  const picture = (bytes: Buffer, { version, mark }: { readonly version: ComparedVersion; readonly mark: string }): Html =>
    html`<figure class="${mark}"><figcaption>${versionWords(version)}</figcaption><img alt="${port} of ${stage}, ${versionWords(version)}" src="data:${shownAs(path)};base64,${bytes.toString("base64")}"></figure>\n`;
  const was =
    before !== undefined && page.before !== undefined && state !== "same" && picture(before, { version: page.before, mark: "old" });
  const is = after !== undefined && picture(after, { version: page.after, mark: "new" });
  if (was === false || is === false) return html`<div class="pair">${was}${is}</div>\n`;
  return html`<div class="compare">
<div class="views" hidden>
<button type="button" data-view="beside" aria-pressed="true">Side by side</button>
<button type="button" data-view="over" aria-pressed="false">One over the other</button>
<label hidden>old <input type="range" min="0" max="100" value="50" aria-label="How much of the new version is seen"> new</label>
</div>
<div class="pair">${was}${is}</div>
</div>\n`;
}
