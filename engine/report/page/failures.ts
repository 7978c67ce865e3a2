import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { counted } from "../columns.ts";
import { duration } from "../duration.ts";
import { plainText } from "../plain-text.ts";
import { shortReasons } from "../reason.ts";
import { type Html, html } from "./html.ts";
import { badge } from "./outcome.ts";
import type { PageSource } from "./page-source.ts";
import type { StageFacts } from "./run-facts.ts";
import { absent, section, stageLink } from "./words.ts";

/** Failures that are told in full. */
const mostTold = 25;
/** Lines of a log that are shown at once. */
const lastLines = 200;

/** What went wrong, with all that is needed to mend it; nothing where nothing failed. */
export function failuresSection(source: PageSource): Html | undefined {
  const failed = source.facts.stages.filter(({ outcome }) => outcome === "failed" || outcome === "unfinished");
  if (failed.length === 0) return undefined;
  const more = failed.slice(mostTold);
  const content = html`${failed.slice(0, mostTold).map((stage) => failure(stage, source))}${
    more.length > 0 &&
    html`<p>And of ${counted(more.length, "more stage")}: ${more.map(({ id }) => html`${stageLink(source.facts, id)} `)}</p>\n`
  }`;
  return section({ id: "failures", title: failed.length === 1 ? "What failed" : `What failed: ${failed.length} stages`, content });
}

function failure(stage: StageFacts, source: PageSource): Html {
  const { finished, outcome, retries } = stage;
  const about =
    outcome === "unfinished"
      ? "was at work when the log ends"
      : [`failed after ${duration(finished?.milliseconds ?? 0)}`, ...(retries.length > 0 ? [`in attempt ${retries.length + 1}`] : [])].join(
          ", ",
        );
  const why = shortReasons(finished?.reasons ?? []);
  return html`<article class="failure">
<h3>${stageLink(source.facts, stage.id)} <span class="quiet">${about}</span></h3>
${why !== "" && html`<p class="quiet">Why it ran: ${why}</p>\n`}${(finished?.diagnostics ?? []).map(diagnosticBlock)}${logBlock(stage, source)}</article>
`;
}

/** A diagnostic: what, where, why, and what to do. */
export function diagnosticBlock({ code, severity, message, place, why, hint }: Diagnostic): Html {
  return html`<div class="diagnostic">
<p>${badge(severity, severity === "error" ? "bad" : "caution")} <strong>${message}</strong> <code class="quiet">${code}</code></p>
${place !== undefined && html`<p class="place"><code>${place.file}:${place.line}:${place.column}</code></p>\n<pre class="frame" tabindex="0">${place.frame}</pre>\n`}${
  why !== undefined && html`<pre class="why">${why.split("\n").map(plainText).join("\n")}</pre>\n`
}${hint !== undefined && html`<pre class="hint">hint: ${hint}</pre>\n`}</div>
`;
}

function logBlock(stage: StageFacts, source: PageSource): Html {
  const log = source.logs.get(stage.id);
  const lines = log === undefined ? [] : logLines(log.text);
  if (log === undefined || lines.length === 0)
    return absent("Nothing that it printed is kept: it printed nothing, or its log was removed.");
  const end = lines.slice(-lastLines);
  const isWhole = lines.length === end.length && log.leftOut === 0;
  const label = isWhole ? `all that ${stage.id} printed` : `the last ${counted(end.length, "line")} of ${stage.id}`;
  const rest =
    log.leftOut > 0 ? `the last ${lines.length} lines; ${log.leftOut} bytes before them are in the file` : `all ${lines.length} lines`;
  const more =
    lines.length > end.length && html`<details><summary>${rest}</summary><pre tabindex="0">${lines.join("\n")}</pre></details>\n`;
  return html`<figure class="log"><figcaption>${label}: <code>${log.path}</code></figcaption>
<div class="end" tabindex="0" role="region" aria-label="${label}"><pre>${end.join("\n")}</pre></div>
${more}</figure>
`;
}

/** Without colours and cursor movements. */
export function logLines(text: string): readonly string[] {
  const lines = text.replace(/\n$/, "").split("\n").map(plainText);
  return text === "" ? [] : lines;
}
