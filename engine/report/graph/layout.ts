import { Graphviz } from "@hpcc-js/wasm-graphviz";

/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface LayoutRequest {
  readonly nodes: readonly Size[];
  /** Indices of `nodes`, and the room that the label needs. */
  readonly edges: readonly { readonly from: number; readonly to: number; readonly label: Size }[];
  /** From left to right instead of downwards: what is many times wider than a page is better long. */
  readonly sideways: boolean;
}

/** Coordinates count from the upper left corner. */
export interface Layout extends Size {
  /** Centres, as in the request. */
  readonly nodes: readonly Point[];
  readonly edges: readonly EdgeLayout[];
}

export interface EdgeLayout {
  /** Of a Bézier curve: a start, then three for each piece. */
  readonly curve: readonly Point[];
  /** Of the arrow head, in which the curve does not run. */
  readonly tip: Point;
  /** Centre. */
  readonly label: Point;
}

/** Where boxes, curves and labels go, by Graphviz' layered layout: only sizes are handed to it, so no text can confuse it. */
export async function layOut({ nodes, edges, sideways }: LayoutRequest): Promise<Layout> {
  if (nodes.length === 0) return { width: 0, height: 0, nodes: [], edges: [] };
  const graphviz = await Graphviz.load();
  const many = nodes.length + edges.length > manyParts;
  const lines = [
    "digraph {",
    `graph [ranksep=0.45, nodesep=0.35${sideways ? ", rankdir=LR" : ""}${many ? ", nslimit=1, nslimit1=1, mclimit=0.2, splines=polyline" : ""}]`,
    'node [shape=box, fixedsize=true, label=""]',
    "edge [arrowsize=0.8]",
    ...nodes.map(({ width, height }, index) => `${index} [width=${inches(width)}, height=${inches(height)}]`),
    ...edges.map(({ from, to, label }) => `${from} -> ${to} [label=${room(label)}]`),
    "}",
  ];
  return read(JSON.parse(graphviz.layout(lines.join("\n"), "json", "dot")));
}

/** From here on, speed counts for more than the fewest crossings. */
const manyParts = 300;

const pointsPerInch = 72;
const inches = (pixels: number): string => (pixels / pointsPerInch).toFixed(4);

const room = ({ width, height }: Size): string =>
  `<<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0" FIXEDSIZE="TRUE" WIDTH="${Math.ceil(width)}" HEIGHT="${Math.ceil(height)}"><TR><TD></TD></TR></TABLE>>`;

interface Written {
  readonly bb: string;
  readonly objects: readonly { readonly name: string; readonly pos: string }[];
  readonly edges?: readonly { readonly pos: string; readonly lp: string }[];
}

function read(written: Written): Layout {
  const [, , width = 0, height = 0] = written.bb.split(",").map(Number);
  // Graphviz counts upwards.
  const point = (text: string): Point => {
    const [x = 0, y = 0] = text.split(",").map(Number);
    return { x, y: height - y };
  };
  return {
    width,
    height,
    nodes: written.objects.map(({ pos }) => point(pos)),
    edges: (written.edges ?? []).map(({ pos, lp }) => {
      const [tip = "", ...curve] = pos.replace(/^e,/, "").split(" ");
      return { tip: point(tip), curve: curve.map(point), label: point(lp) };
    }),
  };
}
