import type { Painter } from "../../painter.ts";
import type { Drawing } from "../drawing.ts";
import { forTerminal } from "../for-terminal.ts";
import { longestWay } from "../longest-way.ts";
import { toneOf } from "../tone-words.ts";
import type { TextOptions } from "../tree.ts";
import { worstTone } from "../worst-tone.ts";
import { type Box, between, boxOf, type Slot } from "./box.ts";
import { Canvas, down, leftwards, rightwards, type Style, up } from "./canvas.ts";
import { itemsOf } from "./item.ts";
import { layersOf } from "./layering.ts";
import { netsOf } from "./net.ts";
import { ordered } from "./ordering.ts";
import { placesOf } from "./placing.ts";
import { type Channel, type Ports, routed } from "./routing.ts";

/** Beyond it, nobody follows the lines. */
const mostNodes = 60;

export interface LayersPicture {
  readonly text: string;
  /** Layers more than there were if the terminal were wider: with many, what belongs side by side is far apart. */
  readonly moreLayers: number;
}

/** Boxes in layers, each below what it needs, with lines from port to port. `undefined` where it does not fit the terminal. */
export function renderLayers(given: Drawing, { paint, columns }: TextOptions): LayersPicture | undefined {
  if (given.nodes.length > mostNodes) return undefined;
  const drawing = forTerminal(given);
  const nets = netsOf(drawing);
  const boxes = new Map(drawing.nodes.map((node) => [node.id, boxOf(node, nets)]));
  const layers = layersOf({ nodes: drawing.nodes, nets, boxes, columns });
  if (layers === undefined) return undefined;
  const layered = ordered(itemsOf(layers, { nets, boxes }));
  const left = placesOf(layered, { columns });
  const { ports, channels, lanes } = routed(layered, left);
  const canvas = new Canvas();
  let row = 0;
  for (const [index, layer] of layered.layers.entries()) {
    for (const item of layer) {
      const own = ports.get(item);
      if (item.kind === "box" && own !== undefined) drawBox(canvas, { box: item.box, ports: own, row, left: left.get(item) ?? 0, paint });
      const column = lanes.get(item);
      if (item.kind === "lane" && column !== undefined) {
        for (let at = row; at < row + boxRows; at += 1) canvas.line(item.net, { row: at, column, directions: up | down });
      }
    }
    row += boxRows;
    const channel = channels[index];
    if (channel !== undefined && channel.wires.length > 0) row = drawChannel(canvas, { channel, row });
  }
  return { text: canvas.toString(), moreLayers: layers.length - 1 - longestWay(drawing) };
}

const boxRows = 3;

interface BoxPlace {
  readonly box: Box;
  readonly ports: Ports;
  readonly row: number;
  readonly left: number;
  readonly paint: Painter;
}

function drawBox(canvas: Canvas, { box, ports, row, left, paint }: BoxPlace): void {
  const tone = worstTone(box.node);
  const style: Style | undefined = tone === undefined ? undefined : toneOf(tone, paint);
  const right = left + box.width - 1;
  const border = "─".repeat(box.width - 2);
  canvas.text(`╭${border}╮`, { row, column: left, style });
  canvas.text("│", { row: row + 1, column: left, style });
  canvas.text("│", { row: row + 1, column: right, style });
  canvas.text(`╰${border}╯`, { row: row + 2, column: left, style });
  const write = (slots: readonly Slot[], at: number): void => {
    for (const { label, start } of slots) canvas.text(label === "" ? "" : ` ${label} `, { row: at, column: start });
  };
  write(ports.entering, row);
  write(ports.leaving, row + 2);
  let column = canvas.text(box.name, { row: row + 1, column: left + 2, style: paint.strong });
  for (const word of box.words) {
    column = canvas.text(between, { row: row + 1, column, style: paint.quiet });
    column = canvas.text(word.text, { row: row + 1, column, style: toneOf(word.tone, paint) });
  }
}

/** The rows between two layers: those that run sideways, and one with the arrow heads. Returns the row after them. */
function drawChannel(canvas: Canvas, { channel, row }: { readonly channel: Channel; readonly row: number }): number {
  const last = row + channel.tracks;
  for (const { net, from, to, track } of channel.wires) {
    const bend = track === undefined ? last + 1 : row + track;
    for (let at = row; at < bend; at += 1) canvas.line(net, { row: at, column: from, directions: up | down });
    if (track !== undefined) {
      canvas.line(net, { row: bend, column: from, directions: up });
      const columns = [from, ...to.map(({ column }) => column)];
      const [least, most] = [Math.min(...columns), Math.max(...columns)];
      for (let column = least; column <= most; column += 1) {
        canvas.line(net, { row: bend, column, directions: (column > least ? leftwards : 0) | (column < most ? rightwards : 0) });
      }
      for (const { column } of to) {
        canvas.line(net, { row: bend, column, directions: down });
        for (let at = bend + 1; at <= last; at += 1) canvas.line(net, { row: at, column, directions: up | down });
      }
    }
    for (const { column, enters } of to) if (enters) canvas.text("▼", { row: last, column });
  }
  return last + 1;
}
