import { displayWidth } from "../../../diagnostics/display-width.ts";
import type { DrawingNode, ToneText } from "../drawing.ts";
import { times } from "../edge-words.ts";
import type { Net } from "./net.ts";

/** A node as three rows: ports that enter in its upper border, its words, ports that leave in its lower border. */
export interface Box {
  readonly node: DrawingNode;
  /** In columns, borders included. */
  readonly width: number;
  readonly name: string;
  readonly words: readonly ToneText[];
  readonly entering: readonly string[];
  readonly leaving: readonly string[];
}

export function boxOf(node: DrawingNode, nets: readonly Net[]): Box {
  const entering = new Set(nets.flatMap(({ targets }) => targets.flatMap((target) => (target.node === node.id ? [target.label] : []))));
  const leaving = nets.flatMap(({ from, label }) => (from === node.id ? [label] : []));
  const kind: readonly ToneText[] = node.does === undefined || node.does === node.name ? [] : [{ text: node.does, tone: "quiet" }];
  const words = [...kind, ...node.states, ...node.marks];
  const name = node.name + times(node);
  const text = displayWidth(name) + words.reduce((sum, word) => sum + between.length + displayWidth(word.text), 0);
  const inner = Math.max(text + 2, slotsWidth([...entering]), slotsWidth(leaving));
  return { node, width: inner + 2, name, words, entering: [...entering], leaving };
}

/** Between the words of a box. */
export const between = " · ";

/** A label with a space on either side; a piece of border before each and after the last. */
const slotsWidth = (labels: readonly string[]): number => labels.reduce((sum, label) => sum + slotWidth(label) + 1, 1);
const slotWidth = (label: string): number => Math.max(1, displayWidth(label)) + 2;

export interface Slot {
  readonly label: string;
  /** Columns of the label with its spaces; the end is not part of it. */
  readonly start: number;
  readonly end: number;
}

/** The labels spread over a border that begins in column `left`. */
export function slotsOf(labels: readonly string[], { left, width }: { readonly left: number; readonly width: number }): readonly Slot[] {
  const room = width - 2 - slotsWidth(labels);
  const gap = Math.floor(room / (labels.length + 1));
  let start = left + 2 + (labels.length === 1 ? Math.floor(room / 2) : gap);
  return labels.map((label) => {
    const slot = { label, start, end: start + slotWidth(label) };
    start = slot.end + 1 + gap;
    return slot;
  });
}
