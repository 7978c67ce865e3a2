import { type Html, html } from "./html.ts";
import { markdown } from "./markdown.ts";
import type { KeptFile, PageSource } from "./page-source.ts";
import { section, shortDigest, stageLink } from "./words.ts";

/** Reports that stand open; more would hide what follows. */
const mostOpen = 3;

export const isDocument = (path: string): boolean => /\.(md|markdown)$/i.test(path);

/** What stages wrote for people; nothing where they wrote none. */
export function documentsSection(source: PageSource): Html | undefined {
  const { documents } = source;
  if (documents.length === 0) return undefined;
  const content = html`${documents.map((document) => one(document, source, documents.length <= mostOpen))}`;
  return section({ id: "reports", title: "Reports", content });
}

function one({ stage, port, path, digest, bytes }: KeptFile, { facts }: PageSource, open: boolean): Html {
  const shown =
    typeof bytes === "string"
      ? html`<p class="absent">${bytes}</p>`
      : html`<div class="markdown">${markdown(bytes.toString("utf8"))}</div>`;
  return html`<details class="document"${open && html` open`}><summary>${stage} <span class="quiet">${port}</span></summary>
<p class="quiet">made by ${stageLink(facts, stage)}: <code>${path}</code> ${shortDigest(digest)}</p>
${shown}</details>
`;
}
