import { Graph } from "@dagrejs/graphlib";
import type { StageId } from "../platform/identity.ts";

export interface Needs {
  readonly id: StageId;
  readonly needs: readonly StageId[];
}

/** An edge leads from what is needed to what needs it. Walks over it are iterative: the library's own end at some thousand stages in a row. */
export function stageGraph(stages: readonly Needs[]): Graph {
  const graph = new Graph({ directed: true });
  for (const { id } of stages) graph.setNode(id);
  for (const { id, needs } of stages) for (const need of needs) graph.setEdge(need, id);
  return graph;
}

export const successorsOf = (graph: Graph, stage: StageId): readonly StageId[] => (graph.successors(stage) ?? []) as StageId[];

/**
 * An order in which the stages could run: that of the file, each after what it needs. Stages on a cycle, and behind one, are not in
 * it.
 */
export function orderOf(graph: Graph, stages: readonly Needs[]): readonly StageId[] {
  const runnable = withoutCycles(graph, stages);
  const needs = new Map(stages.map((stage) => [stage.id, stage.needs]));
  const order = new Set<StageId>();
  for (const { id } of stages) {
    const open = runnable.has(id) ? [id] : [];
    for (let stage = open.at(-1); stage !== undefined; stage = open.at(-1)) {
      const waiting = order.has(stage) ? [] : (needs.get(stage) ?? []).filter((need) => !order.has(need));
      open.push(...waiting.toReversed());
      if (waiting.length > 0) continue;
      order.add(stage);
      open.pop();
    }
  }
  return [...order];
}

/** Takes away what needs nothing, again and again (Kahn 1962). */
function withoutCycles(graph: Graph, stages: readonly Needs[]): ReadonlySet<StageId> {
  const waiting = new Map(stages.map(({ id, needs }) => [id, new Set(needs).size]));
  const free = new Set(stages.filter(({ id }) => waiting.get(id) === 0).map(({ id }) => id));
  for (const id of free) {
    for (const next of successorsOf(graph, id)) {
      const left = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, left);
      if (left === 0) free.add(next);
    }
  }
  return free;
}
