import type { StageId } from "../../platform/identity.ts";
import { type Html, html } from "./html.ts";
import type { RunFacts } from "./run-facts.ts";

/** `2026-03-04 05:06:07 UTC`, which the page's script says in the reader's own time. */
export function instant(at: number): Html {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
}

/** A stage's name, leading to its row. */
export function stageLink(facts: RunFacts, stage: StageId): Html {
  const anchor = facts.stage.get(stage)?.anchor;
  return anchor === undefined ? html`<span class="stage">${stage}</span>` : html`<a class="stage" href="#${anchor}">${stage}</a>`;
}

/** The first characters; all of them for who points at it. */
export const shortDigest = (digest: string): Html => html`<code class="digest" title="${digest}">${digest.slice(0, 12)}</code>`;

/** What is missing, and why, in a quiet line. */
export const absent = (sentence: string): Html => html`<p class="absent">${sentence}</p>`;

export function section(part: { readonly id: string; readonly title: string; readonly content: Html }): Html {
  return html`<section id="${part.id}" aria-labelledby="${part.id}-title"><h2 id="${part.id}-title">${part.title}</h2>\n${part.content}</section>\n`;
}
