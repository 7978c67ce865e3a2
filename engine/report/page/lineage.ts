import type { StageFinished } from "../../events/event.ts";
import { counted } from "../columns.ts";
import { type Html, html } from "./html.ts";
import type { PageSource } from "./page-source.ts";
import type { RunFacts } from "./run-facts.ts";
import { groupWords, stageGroups } from "./stage-groups.ts";
import { absent, section, shortDigest, stageLink } from "./words.ts";

/** Steps back that the page tells in all: beyond them an artifact leads to its own entry, so that no page grows without bound. */
const mostSteps = 3000;

type Artifact = StageFinished["outputs"][number];

/** Where each artifact comes from, back to the files that came in: what made it, from which bytes. */
export function lineageSection({ facts }: PageSource): Html {
  const title = "Lineage";
  const made = facts.stages.filter(({ finished }) => (finished?.outputs.length ?? 0) > 0);
  if (made.length === 0) return section({ id: "lineage", title, content: absent("No artifact of this run is recorded.") });
  const tracer = new Tracer(facts);
  const groups = stageGroups(made).map((group) => {
    const entries = group.stages.map(
      ({ id, finished }) => html`<li>${stageLink(facts, id)}\n<ul>${finished?.outputs.map((output) => tracer.entry(output))}</ul></li>\n`,
    );
    const list = html`<ul class="lineage">\n${entries}</ul>\n`;
    return group.folded ? html`<details class="group"><summary>${groupWords(group)}</summary>\n${list}</details>\n` : list;
  });
  const old = facts.edges === undefined && absent("This run's log, of an early version, does not tell what artifacts were made from.");
  return section({
    id: "lineage",
    title,
    content: html`${old}<p class="quiet">Each artifact with its SHA-256, opened back to what it was made from.</p>\n${groups}`,
  });
}

class Tracer {
  readonly #facts: RunFacts;
  /** By path: an output is at one path in a run. */
  readonly #makers = new Map<string, { readonly stage: StageFinished; readonly anchor: string }>();
  #steps = 0;

  constructor(facts: RunFacts) {
    this.#facts = facts;
    let artifacts = 0;
    for (const { finished } of facts.stages) {
      for (const { path } of finished?.outputs ?? []) {
        if (finished !== undefined) this.#makers.set(path, { stage: finished, anchor: `artifact-${artifacts}` });
        artifacts += 1;
      }
    }
  }

  entry(artifact: Artifact): Html {
    const anchor = this.#makers.get(artifact.path)?.anchor ?? "";
    return this.#told(artifact, { anchor, seen: new Set() });
  }

  #told(artifact: Artifact, { anchor, seen }: { readonly anchor?: string; readonly seen: ReadonlySet<string> }): Html {
    const name = html`<span class="port">${artifact.port}</span> <code>${artifact.path}</code> ${shortDigest(artifact.digest)}`;
    const maker = this.#makers.get(artifact.path);
    if (maker === undefined) return html`<li>${name} <span class="quiet">came from outside</span></li>`;
    this.#steps += 1;
    if (seen.has(artifact.path) || (anchor === undefined && this.#steps > mostSteps)) {
      return html`<li>${name} <a href="#${maker.anchor}">its lineage</a></li>`;
    }
    const { inputs, stage } = maker.stage;
    const by = html`<span class="quiet">by</span> ${stageLink(this.#facts, stage)}`;
    if (inputs.length === 0) return html`<li${anchor !== undefined && html` id="${anchor}"`}>${name} ${by}</li>`;
    const inner = new Set([...seen, artifact.path]);
    return html`<li${anchor !== undefined && html` id="${anchor}"`}><details><summary>${name} <span class="quiet">from ${counted(inputs.length, "input")}</span></summary><p>made ${by} from</p><ul>${inputs.map((input) => this.#told(input, { seen: inner }))}</ul></details></li>`;
  }
}
