import { type Html, html } from "./html.ts";
import type { KeptFile, PageSource } from "./page-source.ts";
import { section, shortDigest, stageLink } from "./words.ts";

const mediaTypes: Readonly<Record<string, string>> = {
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  gif: "image/gif",
};

const mediaType = (path: string): string | undefined => mediaTypes[/\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ""];

export const isPicture = (path: string): boolean => mediaType(path) !== undefined;

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
      : html`<img alt="${port} of ${stage}" src="data:${mediaType(path)};base64,${bytes.toString("base64")}">`;
  return html`<figure>${shown}<figcaption>${stageLink(facts, stage)} <span class="quiet">${port}</span> <code>${path}</code> ${shortDigest(digest)}</figcaption></figure>\n`;
}
