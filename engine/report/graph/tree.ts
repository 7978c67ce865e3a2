import { displayWidth } from "../../diagnostics/display-width.ts";
import type { Painter } from "../painter.ts";
import type { Drawing, DrawingEdge, DrawingNode } from "./drawing.ts";
import { edgePorts, times } from "./edge-words.ts";
import { cutToWidth, padded } from "./text-width.ts";
import { toneWords } from "./tone-words.ts";
import { treeRows } from "./tree-rows.ts";

export interface TextOptions {
  readonly paint: Painter;
  /** Of the terminal. */
  readonly columns: number;
}

/** A line for each stage, under the stage that hands something to it; one met again is only named. */
export function renderTree(drawing: Drawing, { paint, columns }: TextOptions): string {
  const rows = treeRows(drawing, { columns });
  const nameWidth = Math.min(widest(rows.map(({ guide, node, again }) => guide + nameOf(node, again))), Math.floor(columns * 0.6));
  const told = rows.filter(({ again }) => !again).map(({ node }) => node);
  const stateWidth = widest(told.map((node) => toneWords(node.states, paint).plain));
  const kindWidth = widest(told.map(kindOf));
  const lead = nameWidth + (stateWidth === 0 ? 0 : stateWidth + 2) + (kindWidth === 0 ? 0 : kindWidth + 2) + 2;
  const beside = columns - lead >= leastPorts;
  const lines = rows.flatMap((row) => {
    const states = toneWords(row.again ? [] : row.node.states, paint);
    const name = cutToWidth(nameOf(row.node, row.again), nameWidth - displayWidth(row.guide));
    const cells = [
      `${paint.quiet(row.guide)}${row.again ? paint.quiet(name) : paint.strong(name)}${gap(row.guide + name, nameWidth)}`,
      stateWidth === 0 ? undefined : states.painted + gap(states.plain, stateWidth),
      kindWidth === 0 ? undefined : padded(row.again ? "" : kindOf(row.node), kindWidth),
    ].filter((cell) => cell !== undefined);
    const width = beside ? columns - lead : columns - displayWidth(row.below) - 2;
    const ports = wrapItems(row.edges.map(portsOf), width);
    if (beside) {
      const [first = "", ...more] = ports;
      return [[...cells, first].join("  "), ...more.map((line) => `${paint.quiet(padded(row.below, lead))}${line}`)];
    }
    return [cells.join("  "), ...ports.map((line) => `${paint.quiet(`${row.below}  ${line}`)}`)];
  });
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

/** With fewer columns, ports get lines of their own. */
const leastPorts = 18;

const nameOf = (node: DrawingNode, again: boolean): string => `${node.name}${times(node)}${again ? " (above)" : ""}`;
const kindOf = ({ does, marks }: DrawingNode): string => [does ?? "file", ...marks.map(({ text }) => text)].join(", ");
const portsOf = (edge: DrawingEdge): string => edgePorts(edge) + times(edge);
const widest = (texts: readonly string[]): number => texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
const gap = (text: string, width: number): string => " ".repeat(Math.max(0, width - displayWidth(text)));

function wrapItems(items: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last) + 2 + displayWidth(item) <= width) lines[lines.length - 1] = `${last}, ${item}`;
    else lines.push(cutToWidth(item, width));
  }
  return lines;
}
