import { escapeXml } from "../escape-xml.ts";
import { describeDrawing } from "./describe.ts";
import type { Drawing, DrawingNode } from "./drawing.ts";
import { stateWords, times } from "./edge-words.ts";
import { pageScript } from "./page-script.ts";
import { pageStyle } from "./page-style.ts";
import { drawSvg } from "./svg.ts";

/**
 * One page that works offline: the picture, and of each stage what there is to know of it. With a script, the stage that is chosen
 * in the picture is shown beside it; without, all are listed below.
 */
export async function drawPage(drawing: Drawing): Promise<string> {
  const title = escapeXml(drawing.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p>${escapeXml(describeDrawing(drawing))} <span class="hint">Choose a stage to see what it does and why it is not fresh.</span></p>
</header>
<main>
<div class="picture">
${await drawSvg(drawing, { choosable: true })}</div>
<div class="stages" aria-live="polite">
${drawing.nodes
  .filter(({ shape }) => shape === "stage")
  .map(article)
  .join("\n")}
</div>
</main>
<script>${pageScript}</script>
</body>
</html>
`;
}

function article(node: DrawingNode): string {
  const state = stateWords(node);
  const facts = node.facts.map(
    ({ heading, lines }) => `<dt>${escapeXml(heading)}</dt><dd>${lines.map((line) => `<code>${escapeXml(line)}</code>`).join("")}</dd>`,
  );
  return [
    `<article data-stage="${escapeXml(node.id)}">`,
    `<h2>${escapeXml(node.name + times(node))}</h2>`,
    `<p>${escapeXml([node.does ?? "", state, ...node.marks.map(({ text }) => text)].filter((text) => text !== "").join(" · "))}</p>`,
    `<dl>${facts.join("")}</dl>`,
    "</article>",
  ].join("");
}
