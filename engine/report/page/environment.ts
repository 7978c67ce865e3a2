import { type Html, html } from "./html.ts";
import type { PageSource } from "./page-source.ts";
import { absent, section } from "./words.ts";

/** What a result may depend on and no key holds. */
export function environmentSection({ facts, previous }: PageSource): Html {
  const { environment, started } = facts;
  const backends = [...new Set(facts.stages.flatMap(({ finished }) => finished?.backend ?? []))];
  const rows: [name: string, value: string][] = [
    ...(environment === undefined
      ? []
      : ([
          ["Millrace", environment.millrace],
          ["Node.js", environment.node],
          ["system", environment.system],
          ["processors", String(environment.processors)],
        ] as [string, string][])),
    ["stages at a time", String(started.jobs)],
    ...(backends.length === 0 ? [] : ([["backend", backends.join(", ")]] as [string, string][])),
    ["commit", started.commit ?? "not recorded: outside a git repository, or a log of an early version"],
    ["run", started.run],
    ...(previous === undefined ? [] : ([["run before", previous.run]] as [string, string][])),
  ];
  const table = html`<div class="scroll"><table><tbody>\n${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`)}</tbody></table></div>\n`;
  const content = html`${environment === undefined && absent("This run's log, of an early version, does not tell where it ran.")}${table}`;
  return section({ id: "environment", title: "Environment", content });
}
