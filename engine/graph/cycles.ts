import type { Graph } from "@dagrejs/graphlib";
import type { StageId } from "../platform/identity.ts";
import { successorsOf } from "./stage-graph.ts";

interface Visit {
  readonly stage: StageId;
  readonly index: number;
  readonly successors: readonly StageId[];
  next: number;
  low: number;
}

/**
 * The strongly connected components that hold a cycle, each as one shortest cycle through its first stage (Tarjan 1972, with a
 * stack of its own instead of recursion). `stages` are those that an order left over.
 */
export function cyclesAmong(graph: Graph, stages: readonly StageId[]): readonly (readonly StageId[])[] {
  const within = new Set(stages);
  const visited = new Map<StageId, number>();
  const open = new Map<StageId, number>();
  const trail: StageId[] = [];
  const cycles: (readonly StageId[])[] = [];
  const visit = (stage: StageId): Visit => {
    const index = visited.size;
    visited.set(stage, index);
    open.set(stage, index);
    trail.push(stage);
    return { stage, index, successors: successorsOf(graph, stage).filter((next) => within.has(next)), next: 0, low: index };
  };
  for (const start of stages) {
    const visits = visited.has(start) ? [] : [visit(start)];
    for (let top = visits.at(-1); top !== undefined; top = visits.at(-1)) {
      const successor = top.successors[top.next];
      top.next += 1;
      if (successor !== undefined) {
        if (!visited.has(successor)) visits.push(visit(successor));
        else top.low = Math.min(top.low, open.get(successor) ?? top.low);
        continue;
      }
      visits.pop();
      const below = visits.at(-1);
      if (below) below.low = Math.min(below.low, top.low);
      if (top.low !== top.index) continue;
      const component = trail.splice(trail.lastIndexOf(top.stage));
      for (const member of component) open.delete(member);
      const cycle = shortestCycle(graph, component);
      if (cycle) cycles.push(cycle);
    }
  }
  return cycles;
}

/** From a stage back to itself, breadth first; `undefined` for a stage alone that does not need itself. */
function shortestCycle(graph: Graph, component: readonly StageId[]): readonly StageId[] | undefined {
  const [start] = component;
  if (start === undefined) return undefined;
  const within = new Set(component);
  const cameFrom = new Map<StageId, StageId>();
  const queue: StageId[] = [start];
  for (const stage of queue) {
    for (const next of successorsOf(graph, stage)) {
      if (!within.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, stage);
      if (next === start) return pathBack(start, cameFrom);
      queue.push(next);
    }
  }
  return undefined;
}

function pathBack(start: StageId, cameFrom: ReadonlyMap<StageId, StageId>): readonly StageId[] {
  const path = [start];
  for (let stage = cameFrom.get(start); stage !== undefined && stage !== start; stage = cameFrom.get(stage)) path.push(stage);
  return [...path, start].reverse();
}
