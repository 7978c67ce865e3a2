import type { PortType, Role } from "../../kind/port.ts";

/**
 * A picture of stages and what flows between them, before it has a form: text, SVG, Mermaid and the rest are made from it. It knows
 * nothing of plans, so that what is known of a past run can be drawn as well.
 */
export interface Drawing {
  /** What it shows: the pipeline's name. */
  readonly title: string;
  /** A sentence for those who do not see the picture; without one, nodes and edges are counted. */
  readonly description?: string;
  /** Each after the nodes that it needs. */
  readonly nodes: readonly DrawingNode[];
  readonly edges: readonly DrawingEdge[];
}

export interface DrawingNode {
  /** Unique in the drawing; any text. Edges name it. */
  readonly id: string;
  readonly shape: "stage" | "file";
  /** For people: `train`, `data/wine.csv`. */
  readonly name: string;
  /** Stages that this node stands for: more than one where the instances of a matrix are one node. */
  readonly count: number;
  /** The kind's name, or `run` for a command. */
  readonly does?: string;
  /** What is true of it, as words: `fresh`, or `998 fresh` and `2 stale`. Empty where nothing was judged. */
  readonly states: readonly ToneText[];
  /** What sets it apart: `effect`, `2 gates`. */
  readonly marks: readonly ToneText[];
  /** What a person sees who asks for more, in order: a heading each. */
  readonly facts: readonly Fact[];
}

export interface DrawingEdge {
  /** Ids of nodes. */
  readonly from: string;
  readonly to: string;
  /** `order`: the one only has to end before the other begins, and nothing flows. */
  readonly kind: "data" | "order";
  /** Port that it leaves by; absent for a file and for `order`. */
  readonly output?: string;
  /** Port that it enters by; absent for `order`. */
  readonly input?: string;
  readonly type?: PortType;
  /** In the order of `roles` (engine/kind/port.ts). */
  readonly roles: readonly Role[];
  /** Edges of the plan that this one stands for. */
  readonly count: number;
}

/** How a text may be coloured. The text alone says as much. */
export type Tone = "good" | "caution" | "bad" | "quiet";

export interface ToneText {
  readonly text: string;
  readonly tone: Tone;
}

export interface Fact {
  readonly heading: string;
  /** Plain text. */
  readonly lines: readonly string[];
}
