import { diagnosticBlock } from "./failures.ts";
import { type Html, html } from "./html.ts";
import type { PageSource } from "./page-source.ts";
import { section, stageLink } from "./words.ts";

const mostTold = 50;

/** Warnings and remarks; nothing where there were none. */
export function noticesSection({ facts }: PageSource): Html | undefined {
  const { notices } = facts;
  if (notices.length === 0) return undefined;
  const told = notices
    .slice(0, mostTold)
    .map(
      ({ stage, diagnostic }) =>
        html`<article>${stage !== undefined && html`<h3>${stageLink(facts, stage)}</h3>\n`}${diagnosticBlock(diagnostic)}</article>\n`,
    );
  const more = notices.length - mostTold;
  return section({
    id: "notices",
    title: "Notices",
    content: html`${told}${more > 0 && html`<p>And ${more} more, in the run's log.</p>\n`}`,
  });
}
