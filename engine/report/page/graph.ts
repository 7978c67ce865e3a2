import { counted, listed } from "../columns.ts";
import { duration } from "../duration.ts";
import { gateSentence } from "../gate.ts";
import type { Drawing, DrawingEdge, DrawingNode, ToneText } from "../graph/drawing.ts";
import { shortReasons } from "../reason.ts";
import { type Html, html, trusted } from "./html.ts";
import { toneOf } from "./outcome.ts";
import type { PageSource } from "./page-source.ts";
import type { RunFacts, StageFacts, StageOutcome } from "./run-facts.ts";
import { type StageGroup, stageGroups } from "./stage-groups.ts";
import { absent, section } from "./words.ts";

/** Nodes that a picture can hold; of more stages, each matrix is one node, however small. */
const mostNodes = 60;

/** `undefined` where the log does not tell how data flowed. */
export function runDrawing(facts: RunFacts): Drawing | undefined {
  const { edges, started } = facts;
  if (edges === undefined) return undefined;
  const groups = stageGroups(facts.stages);
  const single = groups.reduce((sum, { folded, stages }) => sum + (folded ? 1 : stages.length), 0);
  const nodeOf = new Map<string, string>();
  const nodes = groups.flatMap((group) => {
    const together = group.folded || (single > mostNodes && group.stages.length > 1);
    for (const { id } of group.stages) nodeOf.set(id, together ? group.name : id);
    return together ? [groupNode(group)] : group.stages.map((stage) => stageNode(stage, facts));
  });
  return { title: started.name, nodes, edges: drawnEdges(facts, nodeOf) };
}

function drawnEdges({ edges = [] }: RunFacts, nodeOf: ReadonlyMap<string, string>): readonly DrawingEdge[] {
  const drawn = new Map<string, DrawingEdge>();
  for (const { from: maker, output, to: user, input } of edges) {
    const [from, to] = [nodeOf.get(maker), nodeOf.get(user)];
    if (from === undefined || to === undefined) continue;
    const name = JSON.stringify([from, output, to, input]);
    drawn.set(name, { from, to, kind: "data", output, input, roles: [], count: (drawn.get(name)?.count ?? 0) + 1 });
  }
  return [...drawn.values()];
}

function stageNode(stage: StageFacts, facts: RunFacts): DrawingNode {
  const { id, outcome, finished } = stage;
  const gates = facts.gates.filter((gate) => gate.stage === id);
  const failed = gates.filter(({ passed }) => !passed).length;
  const marks: ToneText[] = gates.length === 0 ? [] : [gateMark({ total: gates.length, failed })];
  const reasons = shortReasons(finished?.reasons ?? []);
  const time: ToneText[] =
    finished === undefined || toneOf(outcome) === "quiet" || outcome === "blocked"
      ? []
      : [{ text: duration(finished.milliseconds), tone: "quiet" }];
  return {
    id,
    shape: "stage",
    name: id,
    count: 1,
    states: [{ text: outcome, tone: toneOf(outcome) }],
    marks: [...time, ...marks],
    facts: [
      ...(reasons === "" ? [] : [{ heading: "why", lines: [reasons] }]),
      ...(gates.length === 0 ? [] : [{ heading: "gates", lines: gates.map(gateSentence) }]),
      ...(finished?.blockedBy === undefined ? [] : [{ heading: "blocked by", lines: [listed(finished.blockedBy)] }]),
    ],
  };
}

const gateMark = ({ total, failed }: { readonly total: number; readonly failed: number }): ToneText =>
  failed === 0
    ? { text: `${counted(total, "gate")} passed`, tone: "good" }
    : { text: `${failed} of ${counted(total, "gate")} failed`, tone: "bad" };

function groupNode({ name, stages }: StageGroup): DrawingNode {
  const counts = new Map<StageOutcome, number>();
  for (const { outcome } of stages) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const states = [...counts].map(([outcome, count]): ToneText => ({ text: `${count} ${outcome}`, tone: toneOf(outcome) }));
  return { id: name, shape: "stage", name, count: stages.length, states, marks: [], facts: [] };
}

export function graphSection({ graph, facts }: PageSource): Html {
  const content =
    graph === undefined
      ? absent(
          facts.edges === undefined
            ? "This run's log, of an early version, does not tell how data flowed."
            : "The graph could not be drawn.",
        )
      : html`<div class="drawing scroll" tabindex="0" role="group" aria-label="Graph of the stages">${trusted(graph)}</div>\n`;
  return section({ id: "graph", title: "Graph", content });
}
