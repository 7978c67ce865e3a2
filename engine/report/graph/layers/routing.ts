import { grouped } from "../grouped.ts";
import { type Slot, slotsOf } from "./box.ts";
import type { Item, Layered, Link } from "./item.ts";
import { laneWidth } from "./layering.ts";
import type { Net } from "./net.ts";

/** A net between two layers: down from `from`, along its track, down to each of `to`. Columns. */
export interface Wire {
  readonly net: Net;
  readonly from: number;
  readonly to: readonly { readonly column: number; readonly enters: boolean }[];
  /** Row of the channel in which it runs sideways; absent where it only goes down. */
  readonly track?: number;
}

export interface Channel {
  readonly wires: readonly Wire[];
  /** Rows that run sideways. */
  readonly tracks: number;
}

export interface Ports {
  readonly entering: readonly Slot[];
  readonly leaving: readonly Slot[];
}

export interface Routed {
  readonly ports: ReadonlyMap<Item, Ports>;
  readonly channels: readonly Channel[];
  /** Column of each line that passes a layer. */
  readonly lanes: ReadonlyMap<Item, number>;
}

/** Chooses the columns in which lines leave and enter, so that no two nets share one, and the rows in which they run sideways. */
export function routed({ layers, links }: Layered, left: ReadonlyMap<Item, number>): Routed {
  const middle = (item: Item): number => (left.get(item) ?? 0) + (item.kind === "box" ? item.box.width : laneWidth) / 2;
  const ports = new Map(layers.flat().map((item) => [item, portsOf(item, { links: links.flat(), left, middle })]));
  const lanes = new Map<Item, number>();
  const channels = links.map((channel) => wired(channel, { ports, lanes, left }));
  return { ports, channels, lanes };
}

interface Placed {
  readonly left: ReadonlyMap<Item, number>;
}

function portsOf(
  item: Item,
  { links, left, middle }: Placed & { readonly links: readonly Link[]; readonly middle: (item: Item) => number },
): Ports {
  if (item.kind === "lane") return { entering: [], leaving: [] };
  const { box } = item;
  const mean = (others: readonly Item[]): number => others.reduce((sum, other) => sum + middle(other), 0) / Math.max(1, others.length);
  const sources = (label: string): readonly Item[] =>
    links.flatMap(({ from, to }) => (to.some((end) => end.item === item && end.label === label) ? [from] : []));
  const targets = (label: string): readonly Item[] =>
    links.flatMap(({ net, from, to }) => (from === item && net.label === label ? to.map((end) => end.item) : []));
  const byPlace = (labels: readonly string[], others: (label: string) => readonly Item[]): readonly string[] =>
    labels
      .map((label) => ({ label, at: mean(others(label)) }))
      .sort((one, other) => one.at - other.at)
      .map(({ label }) => label);
  const place = { left: left.get(item) ?? 0, width: box.width };
  return { entering: slotsOf(byPlace(box.entering, sources), place), leaving: slotsOf(byPlace(box.leaving, targets), place) };
}

interface Wiring extends Placed {
  readonly ports: ReadonlyMap<Item, Ports>;
  readonly lanes: Map<Item, number>;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function wired(links: readonly Link[], { ports, lanes, left }: Wiring): Channel {
  const laneSpan = (item: Item): Span => ({ start: left.get(item) ?? 0, end: (left.get(item) ?? 0) + laneWidth });
  const sourceSpan = ({ from, net }: Link): Span => {
    const column = lanes.get(from);
    if (column !== undefined) return { start: column, end: column + 1 };
    const slot = ports.get(from)?.leaving.find(({ label }) => label === net.label);
    return slot === undefined ? laneSpan(from) : within(slot);
  };
  const targetSpan = ({ item, label }: Link["to"][number]): Span => {
    const slot = ports.get(item)?.entering.find((one) => one.label === label);
    return slot === undefined ? laneSpan(item) : within(slot);
  };
  const starts = links.map((link) => {
    const spans = link.to.map(targetSpan);
    const straight = (column: number): number => spans.filter(({ start, end }) => column >= start && column < end).length;
    return { link, from: pick(sourceSpan(link), { score: straight, toward: mean(spans) }) };
  });
  // Nets that enter by one port share its column: they join above it.
  const arriving = grouped(
    starts.flatMap((start) => start.link.to.map((end) => ({ start, end }))),
    ({ end }) => ports.get(end.item)?.entering.find((one) => one.label === end.label) ?? end.item,
  );
  const columns = new Map<Link["to"][number], number>();
  for (const members of arriving.values()) {
    const own = members.map(({ start }) => start.from);
    const foreign = new Set(starts.flatMap(({ from }) => (own.includes(from) ? [] : [from])));
    const [first] = members;
    if (first === undefined) continue;
    const score = (column: number): number => (foreign.has(column) ? -1 : own.includes(column) ? 1 : 0);
    const column = pick(targetSpan(first.end), { score, toward: own.reduce((sum, from) => sum + from, 0) / own.length });
    for (const { end } of members) {
      columns.set(end, column);
      if (end.item.kind === "lane") lanes.set(end.item, column);
    }
  }
  const wires = starts.map(({ link, from }) => ({
    net: link.net,
    from,
    to: link.to.map((end) => ({ column: columns.get(end) ?? from, enters: end.item.kind === "box" })),
  }));
  return tracked(wires);
}

/** A line meets the word, not the space beside it; of one letter also that. */
const within = ({ start, end }: Slot): Span => (end - start > laneWidth ? { start: start + 1, end: end - 1 } : { start, end });

const mean = (spans: readonly Span[]): number =>
  spans.reduce((sum, { start, end }) => sum + (start + end - 1) / 2, 0) / Math.max(1, spans.length);

/** The column with the best score; of equals the middle one, or the one next to it on the side where the line goes. */
function pick({ start, end }: Span, { score, toward }: { readonly score: (column: number) => number; readonly toward: number }): number {
  const middle = (start + end - 1) / 2;
  const columns = Array.from({ length: end - start }, (_, index) => start + index);
  const rank = (column: number): number => score(column) * 1000 - Math.abs(column - middle) - Math.abs(column - toward) * 0.01;
  return columns.reduce((best, column) => (rank(column) > rank(best) ? column : best), start);
}

/** Nets that go one way are nested so that they do not cross; those that share columns get different rows. */
function tracked(wires: readonly Omit<Wire, "track">[]): Channel {
  const bends = wires
    .filter(({ from, to }) => to.some(({ column }) => column !== from))
    .map((wire) => {
      const columns = [wire.from, ...wire.to.map(({ column }) => column)];
      const [least, most] = [Math.min(...columns), Math.max(...columns)];
      return { wire, least, most, right: most - wire.from >= wire.from - least };
    });
  const rightwards = bends.filter(({ right }) => right).sort((one, other) => other.wire.from - one.wire.from);
  const leftwards = bends.filter(({ right }) => !right).sort((one, other) => one.wire.from - other.wire.from);
  const rows: { readonly least: number; readonly most: number; readonly track: number }[] = [];
  const tracks = new Map<Omit<Wire, "track">, number>();
  for (const { wire, least, most } of [...rightwards, ...leftwards]) {
    const above = rows.filter((row) => row.least <= most && least <= row.most).map(({ track }) => track);
    const track = Math.max(-1, ...above) + 1;
    rows.push({ least, most, track });
    tracks.set(wire, track);
  }
  return {
    wires: wires.map((wire) => {
      const track = tracks.get(wire);
      return track === undefined ? wire : { ...wire, track };
    }),
    tracks: Math.max(-1, ...rows.map(({ track }) => track)) + 1,
  };
}
