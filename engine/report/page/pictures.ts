import { pictureType } from "../picture-type.ts";
import { type Html, html } from "./html.ts";
import type { KeptFile, PageSource } from "./page-source.ts";
import { section, shortDigest, stageLink } from "./words.ts";

export const isPicture = (path: string): boolean => pictureType(path) !== undefined;

/** Plots and other pictures; nothing where there are none. As images, so that no script in an SVG can run. */
export function picturesSection(source: PageSource): Html | undefined {
  if (source.pictures.length === 0) return undefined;
  const content = html`<div class="pictures">\n${source.pictures.map((picture) => figure(picture, source))}</div>\n`;
  return section({ id: "plots", title: "Plots", content });
}

function figure({ stage, port, path, digest, bytes }: KeptFile, { facts }: PageSource): Html {
  const shown =
    typeof bytes === "string"
      ? html`<p class="absent">${bytes}</p>`
      : html`<img alt="${port} of ${stage}" src="data:${pictureType(path)};base64,${bytes.toString("base64")}">`;
  return html`<figure>${shown}<figcaption>${stageLink(facts, stage)} <span class="quiet">${port}</span> <code>${path}</code> ${shortDigest(digest)}</figcaption></figure>\n`;
}
