import { documentsSection } from "./documents.ts";
import { environmentSection } from "./environment.ts";
import { failuresSection } from "./failures.ts";
import { gatesSection } from "./gates.ts";
import { graphSection } from "./graph.ts";
import { header } from "./header.ts";
import { type Html, html } from "./html.ts";
import { lineageSection } from "./lineage.ts";
import { metricsSection } from "./metrics.ts";
import { noticesSection } from "./notices.ts";
import { verdict } from "./outcome.ts";
import type { PageSource } from "./page-source.ts";
import { paramsSection } from "./params.ts";
import { picturesSection } from "./pictures.ts";
import { pageScript } from "./script.ts";
import { pageShell } from "./shell.ts";
import { stagesSection } from "./stages.ts";
import { pageStyle } from "./style.ts";
import { timingSection } from "./timing.ts";

const parts: readonly { readonly id: string; readonly name: string; readonly make: (source: PageSource) => Html | undefined }[] = [
  { id: "failures", name: "What failed", make: failuresSection },
  { id: "gates", name: "Gates", make: gatesSection },
  { id: "metrics", name: "Metrics", make: metricsSection },
  { id: "graph", name: "Graph", make: graphSection },
  { id: "timing", name: "Timing", make: timingSection },
  { id: "stages", name: "Stages", make: stagesSection },
  { id: "plots", name: "Plots", make: picturesSection },
  { id: "reports", name: "Reports", make: documentsSection },
  { id: "notices", name: "Notices", make: noticesSection },
  { id: "lineage", name: "Lineage", make: lineageSection },
  { id: "parameters", name: "Parameters", make: paramsSection },
  { id: "environment", name: "Environment", make: environmentSection },
];

/**
 * One run as a page: a single file that asks for nothing, reads without its script, and lets no other script run: what is in a run
 * (names, logs, reports, pictures) is escaped, and the policy of the page would refuse it besides.
 */
export function runPage(source: PageSource): string {
  const { facts } = source;
  const sections = parts.flatMap(({ id, name, make }) => {
    const content = make(source);
    return content === undefined ? [] : [{ id, name, content }];
  });
  const wrong = new Set(["failures", ...(facts.gates.some(({ passed }) => !passed) ? ["gates"] : [])]);
  const links = sections.map(({ id, name }) => html`<li${wrong.has(id) && html` class="wrong"`}><a href="#${id}">${name}</a></li>`);
  const body = html`<a class="skip" href="#main">To the content</a>
${header(source)}<nav aria-label="Sections"><div><ul>${links}</ul><div class="tools" hidden><button type="button" data-open="yes">Open all</button><button type="button" data-open="no">Close all</button></div></div></nav>
<main id="main">
${sections.map(({ content }) => content)}</main>
<footer><p>Made by Millrace from the log of run ${facts.started.run}. This page asks for nothing from anywhere.</p></footer>
`;
  return pageShell({ title: `${facts.started.name}: ${verdict(facts).text}`, style: pageStyle, script: pageScript, body });
}
