import type { Span } from "../diagnostics/source.ts";
import type { StageId } from "../platform/identity.ts";
import type { Resolved } from "./compile.ts";
import { cyclesAmong } from "./cycles.ts";
import type { ProblemList } from "./problem-list.ts";
import { orderOf, stageGraph } from "./stage-graph.ts";

/** In an order in which they could run. Cycles are reported, one diagnostic each; what is on one, or behind one, is left out. */
export function orderStages(stages: readonly Resolved[], problems: ProblemList): readonly Resolved[] {
  const byId = new Map(stages.map((stage) => [stage.draft.id, stage]));
  const nodes = stages.map(({ draft, needs }) => ({ id: draft.id, needs: [...needs.data, ...needs.order] }));
  const graph = stageGraph(nodes);
  const order = orderOf(graph, nodes);
  if (order.length < nodes.length) {
    const placed = new Set(order);
    const left = nodes.map(({ id }) => id).filter((id) => !placed.has(id));
    for (const cycle of cyclesAmong(graph, left)) report({ cycle, byId, problems });
  }
  return order.flatMap((id) => byId.get(id) ?? []);
}

interface Cycle {
  /** The first stage again at the end; each is needed by the next. */
  readonly cycle: readonly StageId[];
  readonly byId: ReadonlyMap<StageId, Resolved>;
  readonly problems: ProblemList;
}

function report({ cycle, byId, problems }: Cycle): void {
  const links = cycle.slice(1).flatMap((id, index) => {
    const stage = byId.get(id);
    const before = cycle[index];
    return stage === undefined || before === undefined ? [] : [{ label: `\`${id}\` needs \`${before}\``, at: linkPlace(stage, before) }];
  });
  const [last] = links.toSorted((one, other) => other.at[1] - one.at[1]);
  problems.add({
    code: "cycle",
    message: cycle.length === 2 ? `stage \`${cycle[0]}\` needs itself` : `these stages need each other: ${shorten(cycle).join(" → ")}`,
    ...(last && { at: last.at }),
    why: "none of them can run first",
    hint: cycle.length === 2 ? "take the reference to its own output away" : "take one of these references away",
    related: links.filter((link) => link !== last).slice(0, shown),
  });
}

/** Of a long cycle, its two ends are shown. */
const shown = 12;
const shorten = (cycle: readonly string[]): readonly string[] =>
  cycle.length <= shown ? cycle : [...cycle.slice(0, shown / 2), `… (${cycle.length - shown} more)`, ...cycle.slice(-shown / 2)];

function linkPlace({ draft, inputs }: Resolved, need: StageId): Span {
  for (const { from, places, at } of inputs) {
    const index = from.findIndex((source) => source.kind === "stage" && source.stage === need);
    if (index >= 0) return places[index] ?? at;
  }
  return draft.lists.find(({ stage }) => stage === need)?.at ?? draft.spec.after[0]?.at ?? draft.spec.name.at;
}
