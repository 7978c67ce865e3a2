import { duration } from "../duration.ts";
import { type Html, html } from "./html.ts";
import { badge, toneOf, verdict } from "./outcome.ts";
import type { PageSource } from "./page-source.ts";
import { flatParams } from "./params.ts";
import type { StageOutcome } from "./run-facts.ts";
import { instant } from "./words.ts";

/** Parameters that are told in the header; the others have their section. */
const mostParams = 8;

export function header({ facts }: PageSource): Html {
  const { started, finished, until } = facts;
  const { text, tone, code } = verdict(facts);
  const took = duration(finished?.milliseconds ?? until - started.at);
  return html`<header class="verdict-${tone}">
<p class="eyebrow">Millrace run ${started.run}</p>
<h1>${started.name} <span class="verdict ${tone}">${text}</span></h1>
<p class="lead">${code}</p>
<p class="counts">${counts(facts.stages.map((stage) => stage.outcome))}</p>
<dl class="facts">
<div><dt>Started</dt><dd>${instant(started.at)}</dd></div>
<div><dt>Took</dt><dd>${took}</dd></div>
<div><dt>Pipeline</dt><dd><code>${started.pipeline}</code></dd></div>
${started.commit !== undefined && html`<div><dt>Commit</dt><dd><code title="${started.commit}">${started.commit.slice(0, 12)}</code></dd></div>\n`}<div><dt>Parameters</dt><dd>${params(started.params)}</dd></div>
</dl>
</header>
`;
}

function counts(outcomes: readonly StageOutcome[]): readonly Html[] {
  const found = new Map<StageOutcome, number>();
  for (const outcome of outcomes) found.set(outcome, (found.get(outcome) ?? 0) + 1);
  return [...found].map(([outcome, count]) => html`${badge(`${count} ${outcome}`, toneOf(outcome))} `);
}

/** As `--set` takes them. */
function params(value: unknown): Html {
  const all = flatParams(value);
  if (all.length === 0) return html`none`;
  const told = all.slice(0, mostParams).map(({ name, text }) => html`<code class="param">${name}=${text}</code> `);
  return html`${told}${all.length > mostParams && html`<a href="#parameters">and ${all.length - mostParams} more</a>`}`;
}
