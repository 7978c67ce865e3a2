import { displayWidth } from "../../diagnostics/display-width.ts";
import type { Painter } from "../painter.ts";
import type { Drawing, DrawingEdge, DrawingNode } from "./drawing.ts";
import { edgePorts, stateWords, times } from "./edge-words.ts";
import { forTerminal } from "./for-terminal.ts";
import { cutToWidth, padded } from "./text-width.ts";
import { toneWords } from "./tone-words.ts";
import { type TreeRow, treeRows } from "./tree-rows.ts";

export interface TextOptions {
  readonly paint: Painter;
  /** Of the terminal. */
  readonly columns: number;
}

/** A line for each stage, under the stage that hands something to it; one met again is only named. */
export function renderTree(drawing: Drawing, { paint, columns }: TextOptions): string {
  const rows = treeRows(forTerminal(drawing), { columns });
  const widths = widthsFor(rows, columns);
  return rows
    .flatMap((row) => rowLines(row, { ...widths, paint, columns }))
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
}

/** Columns of the cells; 0 where a cell is not in the line: then what it would say stands below. */
interface Widths {
  readonly name: number;
  readonly state: number;
  readonly kind: number;
  readonly ports: number;
}

function widthsFor(rows: readonly TreeRow[], columns: number): Widths {
  const told = rows.filter(({ again }) => !again).map(({ node }) => node);
  const wanted = {
    name: widest(rows.map(({ guide, node, again }) => guide + nameOf(node, again))),
    state: widest(told.map(stateWords)),
    kind: widest(told.map(kindOf)),
  };
  const name = Math.min(wanted.name, Math.floor(columns * 0.6));
  const state = Math.min(wanted.state, columns - name - 2);
  const after = (...cells: readonly number[]): number => cells.reduce((sum, cell) => sum + (cell === 0 ? 0 : cell + 2), 0);
  const kind = after(name, state) + wanted.kind <= columns ? wanted.kind : 0;
  const rest = columns - after(name, state, kind);
  const widestPort = widest(rows.flatMap(({ edges }) => edges.map(portsOf)));
  return { name, state, kind, ports: kind > 0 && rest >= widestPort ? rest : 0 };
}

function rowLines(row: TreeRow, { name, state, kind, ports, paint, columns }: Widths & TextOptions): readonly string[] {
  const { guide, node, again, below } = row;
  const room = name - displayWidth(guide);
  const text = again ? cutToWidth(nameOf(node, false), room - above.length) + above : cutToWidth(nameOf(node, false), room);
  const cells = [`${paint.quiet(guide)}${again ? paint.quiet(text) : paint.strong(text)}${gap(guide + text, name)}`];
  if (state > 0) cells.push(again ? " ".repeat(state) : stateCell(node, { width: state, paint }));
  if (kind > 0) cells.push(padded(again ? "" : kindOf(node), kind));
  const said = row.edges.map(portsOf);
  if (ports > 0) {
    const [first = "", ...more] = wrapItems(said, ports);
    return [[...cells, first].join("  "), ...more.map((line) => `${paint.quiet(padded(below, columns - ports))}${line}`)];
  }
  const width = columns - displayWidth(below) - 2;
  const lines = wrapItems(said, width);
  return [cells.join("  "), ...(kind > 0 || again ? lines : withKind(lines, { kind: `(${kindOf(node)})`, width }))].map((line, index) =>
    index === 0 ? line : paint.quiet(`${below}  ${line}`),
  );
}

/** Before the ports, on the same line where it fits. */
function withKind([first, ...more]: readonly string[], { kind, width }: { readonly kind: string; readonly width: number }) {
  if (first === undefined) return [cutToWidth(kind, width)];
  const together = `${kind} ${first}`;
  return displayWidth(together) <= width ? [together, ...more] : [cutToWidth(kind, width), first, ...more];
}

function stateCell({ states }: DrawingNode, { width, paint }: { readonly width: number; readonly paint: Painter }): string {
  const { plain, painted } = toneWords(states, paint);
  return displayWidth(plain) <= width ? painted + gap(plain, width) : cutToWidth(plain, width);
}

const above = " (above)";
const nameOf = (node: DrawingNode, again: boolean): string => `${node.name}${times(node)}${again ? above : ""}`;
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
