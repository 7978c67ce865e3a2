import type { Drawing } from "./drawing.ts";
import { grouped } from "./grouped.ts";

/** For each node, how many edges the longest way to it has. */
export function depthsOf({ nodes, edges }: Pick<Drawing, "nodes" | "edges">): ReadonlyMap<string, number> {
  const leaving = grouped(edges, ({ from }) => from);
  const depths = new Map(nodes.map(({ id }) => [id, 0]));
  for (const { id } of nodes) {
    const next = (depths.get(id) ?? 0) + 1;
    for (const { to } of leaving.get(id) ?? []) depths.set(to, Math.max(depths.get(to) ?? 0, next));
  }
  return depths;
}

/** In edges. */
export const longestWay = (drawing: Pick<Drawing, "nodes" | "edges">): number =>
  [...depthsOf(drawing).values()].reduce((most, depth) => Math.max(most, depth), 0);
