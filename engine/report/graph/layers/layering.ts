import type { DrawingNode } from "../drawing.ts";
import type { Box } from "./box.ts";
import type { Net } from "./net.ts";

/** Columns between two things side by side. */
export const gap = 1;
/** Columns that a line needs which passes a layer: with three to choose from it never shares one with a line of another net. */
export const laneWidth = 3;

export interface LayeringRequest {
  readonly nodes: readonly DrawingNode[];
  readonly nets: readonly Net[];
  readonly boxes: ReadonlyMap<string, Box>;
  readonly columns: number;
}

/**
 * Layers from top to bottom, each node below all that it needs, and none wider than the terminal: what does not fit beside the others
 * comes a layer later (after Coffman and Graham 1972). `undefined` where that is not enough.
 */
export function layersOf({ nodes, nets, boxes, columns }: LayeringRequest): readonly (readonly string[])[] | undefined {
  const needs = new Map(nodes.map(({ id }) => [id, new Set<string>()]));
  for (const { from, targets } of nets) for (const { node } of targets) needs.get(node)?.add(from);
  const users = new Map(nodes.map(({ id }) => [id, new Set<string>()]));
  for (const { from, targets } of nets) for (const { node } of targets) users.get(from)?.add(node);
  const placed = new Set<string>();
  const layers: string[][] = [];
  const widthWith = (layer: readonly string[]): number => {
    const here = new Set(layer);
    const passing = nets.filter(
      ({ from, targets }) => placed.has(from) && targets.some(({ node }) => !placed.has(node) && !here.has(node)),
    );
    const boxesWide = layer.reduce((sum, id) => sum + (boxes.get(id)?.width ?? 0) + gap, 0);
    return boxesWide + passing.length * (laneWidth + gap) - gap;
  };
  const isReady = (id: string): boolean => [...(needs.get(id) ?? [])].every((need) => placed.has(need));
  /** What needs nothing waits for the layer above its first user. */
  const isEarly = (id: string): boolean => {
    const own = needs.get(id);
    if (own === undefined || own.size > 0 || placed.size === 0) return false;
    const next = [...(users.get(id) ?? [])];
    return next.length > 0 && !next.some((user) => [...(needs.get(user) ?? [])].every((need) => placed.has(need) || isReady(need)));
  };
  while (placed.size < nodes.length) {
    const ready = nodes.filter(({ id }) => !placed.has(id) && isReady(id)).map(({ id }) => id);
    const timely = ready.filter((id) => !isEarly(id));
    const layer: string[] = [];
    for (const id of timely.length > 0 ? timely : ready) {
      if (layer.length === 0 || widthWith([...layer, id]) <= columns) layer.push(id);
    }
    if (layer.length === 0 || widthWith(layer) > columns) return undefined;
    for (const id of layer) placed.add(id);
    layers.push(layer);
  }
  return layers;
}
