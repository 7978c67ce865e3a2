import { escapeXml } from "../escape-xml.ts";
import { describeDrawing } from "./describe.ts";
import type { Drawing } from "./drawing.ts";
import { grouped } from "./grouped.ts";
import { layOut } from "./layout.ts";
import { legend } from "./legend.ts";
import { depthsOf } from "./longest-way.ts";
import { edgeLabelSize, svgEdge } from "./svg-edge.ts";
import { nodeSize, svgNode } from "./svg-node.ts";
import { svgStyle } from "./svg-style.ts";

export interface SvgOptions {
  /** Whether stages can be reached with the keyboard: for a page that does something when one is chosen. They have `data-node`. */
  readonly choosable?: boolean;
  /** Prefix of the ids within: two pictures on one page need two. */
  readonly name?: string;
}

const margin = 16;
/** Boxes side by side that a page holds, with a little scrolling. */
const mostBeside = 16;

/**
 * A drawing as SVG: a picture of its own, or a part of a page. It needs nothing from outside, is readable on light and dark pages and
 * without colour, and has a title and a description. An edge that names no node is left out.
 */
export async function drawSvg(drawing: Drawing, { choosable = false, name = "graph" }: SvgOptions = {}): Promise<string> {
  const index = new Map(drawing.nodes.map(({ id }, position) => [id, position]));
  const sizes = drawing.nodes.map(nodeSize);
  const edges = drawing.edges.flatMap((edge) => {
    const [from, to] = [index.get(edge.from), index.get(edge.to)];
    return from === undefined || to === undefined ? [] : [{ edge, from, to, label: edgeLabelSize(edge) }];
  });
  const layout = await layOut({ nodes: sizes, edges, sideways: widestLayer(drawing) > mostBeside });
  const explained = legend(drawing, { width: Math.max(layout.width, 460) });
  const width = Math.ceil(Math.max(layout.width, explained.width) + 2 * margin);
  const height = Math.ceil(layout.height + explained.height + 3 * margin);
  const left = Math.round((width - layout.width) / 2);
  return `<svg xmlns="http://www.w3.org/2000/svg" class="millrace-graph" role="${choosable ? "group" : "img"}" aria-labelledby="${name}-title ${name}-description" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title id="${name}-title">${escapeXml(drawing.title)}</title>
<desc id="${name}-description">${escapeXml(describeDrawing(drawing))}</desc>
<style>${svgStyle}</style>
<rect class="ground" width="${width}" height="${height}" rx="6"/>
<g transform="translate(${left},${margin})">
${edges.map(({ edge }, at) => (layout.edges[at] === undefined ? "" : svgEdge(edge, layout.edges[at]))).join("\n")}
${drawing.nodes
  .map((node, at) => ({ node, centre: layout.nodes[at], size: sizes[at] }))
  .map(({ node, centre, size }) => (centre === undefined || size === undefined ? "" : svgNode({ node, centre, size, choosable })))
  .join("\n")}
</g>
<g transform="translate(${margin},${Math.ceil(layout.height) + 2 * margin})">${explained.svg}</g>
</svg>
`;
}

const widestLayer = (drawing: Drawing): number =>
  [...grouped(depthsOf(drawing).values(), (depth) => depth).values()].reduce((most, { length }) => Math.max(most, length), 0);
