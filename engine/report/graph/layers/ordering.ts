import type { Item, Layered } from "./item.ts";

const sweeps = 8;

/**
 * The items of each layer from left to right, so that few lines cross: each at the mean place of those that it is linked with, going
 * down and up again (Sugiyama, Tagawa and Toda 1981). The order with the fewest crossings is kept.
 */
export function ordered({ layers, links }: Layered): Layered {
  const { above, below } = neighbours(links);
  let best = layers.map((layer) => [...layer]);
  let fewest = crossings(best, links);
  const current = layers.map((layer) => [...layer]);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep += 1) {
    const down = sweep % 2 === 0;
    const turn = current.map((_, index) => index);
    for (const index of down ? turn : turn.reverse()) {
      const next = current[down ? index - 1 : index + 1];
      if (next !== undefined) current[index] = sorted(current[index] ?? [], { beside: next, linked: down ? above : below });
    }
    const count = crossings(current, links);
    if (count < fewest) {
      fewest = count;
      best = current.map((layer) => [...layer]);
    }
  }
  return { layers: best, links };
}

export type Neighbours = ReadonlyMap<Item, readonly Item[]>;

export function neighbours(links: Layered["links"]): { readonly above: Neighbours; readonly below: Neighbours } {
  const above = new Map<Item, Item[]>();
  const below = new Map<Item, Item[]>();
  for (const { from, to } of links.flat()) {
    for (const { item } of to) {
      above.set(item, [...(above.get(item) ?? []), from]);
      below.set(from, [...(below.get(from) ?? []), item]);
    }
  }
  return { above, below };
}

function sorted(layer: readonly Item[], { beside, linked }: { readonly beside: readonly Item[]; readonly linked: Neighbours }): Item[] {
  const place = new Map(beside.map((item, index) => [item, index]));
  const wished = layer.map((item, index) => {
    const places = (linked.get(item) ?? []).flatMap((other) => place.get(other) ?? []);
    // What is linked with nothing there stays about where it is.
    const scaled = (index * beside.length) / Math.max(1, layer.length);
    return { item, at: places.length === 0 ? scaled : places.reduce((sum, one) => sum + one, 0) / places.length };
  });
  return wished.sort((one, other) => one.at - other.at).map(({ item }) => item);
}

function crossings(layers: readonly (readonly Item[])[], links: Layered["links"]): number {
  const place = new Map(layers.flatMap((layer) => layer.map((item, index) => [item, index] as const)));
  const at = (item: Item): number => place.get(item) ?? 0;
  let count = 0;
  for (const channel of links) {
    const lines = channel.flatMap(({ from, to }) => to.map(({ item }) => [at(from), at(item)] as const));
    for (const [index, [start, end]] of lines.entries()) {
      for (const [otherStart, otherEnd] of lines.slice(index + 1)) if ((start - otherStart) * (end - otherEnd) < 0) count += 1;
    }
  }
  return count;
}
