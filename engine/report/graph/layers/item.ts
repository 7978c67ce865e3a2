import type { Box } from "./box.ts";
import { laneWidth } from "./layering.ts";
import type { Net } from "./net.ts";

/** What stands in a layer: a box, or a line that passes on its way further down. */
export type Item = { readonly kind: "box"; readonly box: Box } | { readonly kind: "lane"; readonly net: Net };

export const itemWidth = (item: Item): number => (item.kind === "box" ? item.box.width : laneWidth);

/** A net between one layer and the next: where it comes from, and where it goes in the next. */
export interface Link {
  readonly net: Net;
  readonly from: Item;
  readonly to: readonly { readonly item: Item; readonly label: string | undefined }[];
}

export interface Layered {
  readonly layers: readonly (readonly Item[])[];
  /** Those between layer `n` and `n + 1` at `n`. */
  readonly links: readonly (readonly Link[])[];
}

export function itemsOf(
  layers: readonly (readonly string[])[],
  { nets, boxes }: { readonly nets: readonly Net[]; readonly boxes: ReadonlyMap<string, Box> },
): Layered {
  const layerOf = new Map(layers.flatMap((layer, index) => layer.map((id) => [id, index] as const)));
  const items: Item[][] = layers.map((layer) =>
    layer.flatMap((id): Item[] => {
      const box = boxes.get(id);
      return box === undefined ? [] : [{ kind: "box", box }];
    }),
  );
  const boxItem = new Map(items.flatMap((layer) => layer.map((item) => [item.kind === "box" ? item.box.node.id : "", item] as const)));
  const links: Link[][] = layers.map(() => []);
  for (const net of nets) {
    let from = boxItem.get(net.from);
    const last = Math.max(...net.targets.map(({ node }) => layerOf.get(node) ?? 0));
    for (let layer = (layerOf.get(net.from) ?? 0) + 1; layer <= last && from !== undefined; layer += 1) {
      const to: { item: Item; label: string | undefined }[] = net.targets.flatMap(({ node, label }) => {
        const item = layerOf.get(node) === layer ? boxItem.get(node) : undefined;
        return item === undefined ? [] : [{ item, label }];
      });
      const lane: Item = { kind: "lane", net };
      if (layer < last) {
        items[layer]?.push(lane);
        to.push({ item: lane, label: undefined });
      }
      links[layer - 1]?.push({ net, from, to });
      from = lane;
    }
  }
  return { layers: items, links };
}
