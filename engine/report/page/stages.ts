import { counted, listed } from "../columns.ts";
import { duration } from "../duration.ts";
import { shortReasons } from "../reason.ts";
import { heldText, peakText } from "../use-words.ts";
import { logLines } from "./failures.ts";
import { type Html, html } from "./html.ts";
import { badge, toneOf } from "./outcome.ts";
import type { PageSource } from "./page-source.ts";
import type { StageFacts } from "./run-facts.ts";
import { groupWords, stageGroups } from "./stage-groups.ts";
import { section, stageLink } from "./words.ts";

/** Every stage: how it ended and why it ran. The anchors of the page's links are here. */
export function stagesSection(source: PageSource): Html {
  const groups = stageGroups(source.facts.stages);
  const alone = groups.filter(({ folded }) => !folded).flatMap(({ stages }) => stages);
  const folded = groups
    .filter((group) => group.folded)
    .map(
      (group) =>
        html`<details class="group"><summary>${groupWords(group)}</summary>\n${table(worstFirst(group.stages), source)}</details>\n`,
    );
  const content = html`<div class="tools" hidden><label>Filter <input type="search" id="filter" placeholder="name, outcome or reason" autocomplete="off"></label> <span id="matches" role="status"></span></div>
${alone.length > 0 && table(alone, source)}${folded}`;
  return section({ id: "stages", title: `Stages: ${source.facts.stages.length}`, content });
}

/** In a table of a thousand, what went wrong must not be looked for. */
const worstFirst = (stages: readonly StageFacts[]): readonly StageFacts[] =>
  stages.toSorted((one, other) => severity(one) - severity(other));

const severity = ({ outcome }: StageFacts): number => ["bad", "caution", "good", "quiet"].indexOf(toneOf(outcome));

function table(stages: readonly StageFacts[], source: PageSource): Html {
  const isMeasured = source.facts.stages.some(({ finished }) => finished?.peak !== undefined);
  return html`<div class="scroll"><table class="stages"><thead><tr><th scope="col">stage</th><th scope="col">outcome</th><th scope="col" class="number">time</th>${isMeasured && html`<th scope="col" class="number">peak memory</th>`}<th scope="col">why</th><th scope="col">output</th></tr></thead><tbody>
${stages.map((stage) => row(stage, { source, isMeasured }))}</tbody></table></div>
`;
}

function row(stage: StageFacts, { source, isMeasured }: { readonly source: PageSource; readonly isMeasured: boolean }): Html {
  const { id, anchor, outcome, finished, retries } = stage;
  const idle = ["fresh", "blocked", "skipped", "cancelled", "not reached"].includes(outcome);
  const notes = [
    ...(finished?.backend === undefined ? [] : [`on ${finished.backend}`]),
    ...(finished?.held === undefined ? [] : [`held ${heldText(finished)}`]),
    ...(retries.length > 0 ? [`attempt ${retries.length + 1}`] : []),
  ];
  return html`<tr id="${anchor}"><th scope="row"><span class="stage">${id}</span></th><td>${badge(outcome, toneOf(outcome))}${notes.map((note) => html` <span class="quiet">${note}</span>`)}</td><td class="number">${!idle && finished !== undefined && duration(finished.milliseconds)}</td>${isMeasured && html`<td class="number">${peakText(finished ?? {})}</td>`}<td>${why(stage, source)}</td><td>${printed(stage, source)}</td></tr>
`;
}

function why({ finished, retries }: StageFacts, { facts }: PageSource): Content {
  if (finished?.blockedBy !== undefined && finished.blockedBy.length > 0) {
    const [first, ...others] = finished.blockedBy;
    return html`${finished.outcome === "cancelled" ? "after" : "by"} ${first !== undefined && stageLink(facts, first)}${others.length > 0 && ` and ${counted(others.length, "other")}`}`;
  }
  const again = retries.map(({ attempt, diagnostic }) => `attempt ${attempt}: ${diagnostic.message}`);
  return listed([...(finished === undefined ? [] : [shortReasons(finished.reasons)].filter((text) => text !== "")), ...again], 4, "; ");
}

type Content = Html | string;

/** The output of a stage that failed is told before. */
function printed({ id, outcome }: StageFacts, { logs }: PageSource): Content {
  const log = logs.get(id);
  if (log === undefined) return "";
  if (outcome === "failed" || outcome === "unfinished") return html`<a href="#failures">above</a>`;
  const lines = logLines(log.text);
  if (lines.length === 0) return "";
  return html`<details class="printed"><summary>${counted(lines.length, "line")}</summary><pre tabindex="0">${log.leftOut > 0 && `… ${log.leftOut} bytes more in ${log.path}\n`}${lines.join("\n")}</pre></details>`;
}
