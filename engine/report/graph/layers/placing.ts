import { type Item, itemWidth, type Layered } from "./item.ts";
import { gap } from "./layering.ts";
import { type Neighbours, neighbours } from "./ordering.ts";

const sweeps = 8;

/** The first column of each item: near the middle of what it is linked with, in the order of its layer, within the terminal. */
export function placesOf({ layers, links }: Layered, { columns }: { readonly columns: number }): ReadonlyMap<Item, number> {
  const { above, below } = neighbours(links);
  const left = new Map<Item, number>();
  for (const layer of layers) settle(layer, { wish: () => 0, left, columns });
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const down = sweep % 2 === 0;
    for (const layer of down ? layers : layers.toReversed()) {
      settle(layer, { wish: (item) => wished(item, { linked: down ? above : below, left }), left, columns });
    }
  }
  return left;
}

function wished(item: Item, { linked, left }: { readonly linked: Neighbours; readonly left: ReadonlyMap<Item, number> }): number {
  const others = linked.get(item) ?? [];
  if (others.length === 0) return left.get(item) ?? 0;
  const middles = others.map((other) => (left.get(other) ?? 0) + itemWidth(other) / 2);
  return middles.reduce((sum, middle) => sum + middle, 0) / middles.length - itemWidth(item) / 2;
}

interface Settling {
  readonly wish: (item: Item) => number;
  readonly left: Map<Item, number>;
  readonly columns: number;
}

/** As near to the wishes as order and gaps allow, by least squares: neighbours that collide move as one block (pool adjacent violators). */
function settle(layer: readonly Item[], { wish, left, columns }: Settling): void {
  const blocks: { items: Item[]; sum: number; at: number; width: number }[] = [];
  for (const item of layer) {
    let block = { items: [item], sum: wish(item), at: wish(item), width: itemWidth(item) + gap };
    for (let before = blocks.at(-1); before !== undefined && before.at + before.width > block.at; before = blocks.at(-1)) {
      blocks.pop();
      const sum = before.sum + block.sum - before.width * block.items.length;
      const items = [...before.items, ...block.items];
      block = { items, sum, at: sum / items.length, width: before.width + block.width };
    }
    blocks.push(block);
  }
  const wanted = blocks.flatMap(({ items, at }) => {
    let x = at;
    return items.map((item) => {
      const here = x;
      x += itemWidth(item) + gap;
      return { item, x: Math.round(here) };
    });
  });
  let limit = columns;
  for (const entry of wanted.toReversed()) {
    entry.x = Math.min(entry.x, limit - itemWidth(entry.item));
    limit = entry.x - gap;
  }
  let free = 0;
  for (const { item, x } of wanted) {
    const here = Math.max(x, free);
    left.set(item, here);
    free = here + itemWidth(item) + gap;
  }
}
