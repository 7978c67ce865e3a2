import { unionOf } from "../../graph/roles.ts";
import type { DrawingEdge } from "./drawing.ts";

/** One edge for each pair of ports of two nodes, counted; what a node hands to itself is left out. */
export function mergeEdges(edges: readonly DrawingEdge[]): readonly DrawingEdge[] {
  const merged = new Map<string, DrawingEdge>();
  for (const edge of edges) {
    if (edge.from === edge.to) continue;
    const key = JSON.stringify([edge.kind, edge.from, edge.output, edge.to, edge.input]);
    const before = merged.get(key);
    merged.set(
      key,
      before === undefined ? edge : { ...before, roles: unionOf([before.roles, edge.roles]), count: before.count + edge.count },
    );
  }
  return [...merged.values()];
}
