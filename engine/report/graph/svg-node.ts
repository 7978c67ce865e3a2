import { escapeXml } from "../escape-xml.ts";
import type { DrawingNode } from "./drawing.ts";
import { nodeRows, times } from "./edge-words.ts";
import type { Point, Size } from "./layout.ts";
import { textWidth } from "./text-size.ts";
import { worstTone } from "./worst-tone.ts";

const nameHeight = 18;
const rowHeight = 16;
const padding = { x: 14, y: 8 };

/** Room for all rows. */
export function nodeSize(node: DrawingNode): Size {
  const [name = "", ...rows] = nodeRows(node);
  const bold = node.shape === "stage";
  const widest = Math.max(textWidth(name, { size: 14, bold }), ...rows.map((row) => textWidth(row, { size: 12 })));
  return {
    width: Math.max(90, widest + 2 * padding.x),
    height: nameHeight + rows.length * rowHeight + 2 * padding.y,
  };
}

export interface PlacedNode {
  readonly node: DrawingNode;
  readonly centre: Point;
  readonly size: Size;
  /** Whether a person can choose it. */
  readonly choosable: boolean;
}

export function svgNode({ node, centre, size, choosable }: PlacedNode): string {
  const tone = worstTone(node);
  const left = centre.x - size.width / 2;
  const top = centre.y - size.height / 2;
  const classes = ["node", node.shape, ...(tone === undefined ? [] : [`node-${tone}`])].join(" ");
  const choice = choosable && node.shape === "stage" ? ' tabindex="0" role="button"' : "";
  const label = escapeXml(nodeRows(node).join(", "));
  return [
    `<g class="${classes}" data-node="${escapeXml(node.id)}" aria-label="${label}"${choice}>`,
    `<title>${label}</title>`,
    ...boxes(node, { left, top, ...size }),
    ...texts(node, { x: centre.x, top: top + padding.y }),
    "</g>",
  ].join("");
}

interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

function boxes(node: DrawingNode, box: Box): readonly string[] {
  const rectangle = (inset: number, classes: string): string =>
    `<rect class="${classes}" x="${fixed(box.left + inset)}" y="${fixed(box.top + inset)}" width="${fixed(box.width - 2 * inset)}" height="${fixed(box.height - 2 * inset)}" rx="${8 - inset / 2}"/>`;
  if (node.shape === "file") return [note(box)];
  const shapes: string[] = [];
  // A pile: there is more than one behind it.
  if (node.count > 1) {
    for (const shift of [6, 3]) {
      shapes.push(
        `<rect class="box" x="${fixed(box.left + shift)}" y="${fixed(box.top + shift)}" width="${fixed(box.width)}" height="${fixed(box.height)}" rx="8"/>`,
      );
    }
  }
  shapes.push(rectangle(0, "box front"));
  if (node.marks.some(({ text }) => text === "effect")) shapes.push(rectangle(3.5, "box"));
  return shapes;
}

/** A sheet with its corner turned down. */
function note({ left, top, width, height }: Box): string {
  const fold = 9;
  const [l, t, r, b] = [left, top, left + width, top + height].map(fixed);
  const [inner, low] = [fixed(left + width - fold), fixed(top + fold)];
  return `<path class="box" d="M${l},${t}H${inner}L${r},${low}V${b}H${l}ZM${inner},${t}V${low}H${r}"/>`;
}

function texts(node: DrawingNode, { x, top }: { readonly x: number; readonly top: number }): readonly string[] {
  const at = (row: number): string => `x="${fixed(x)}" y="${fixed(top + nameHeight - 4 + row * rowHeight)}"`;
  const words = (list: DrawingNode["states"]): string =>
    list.map(({ text, tone }) => `<tspan class="${tone}">${escapeXml(text)}</tspan>`).join(", ");
  const second = [node.does === undefined ? "" : escapeXml(node.does), words(node.states)].filter((text) => text !== "").join(" · ");
  const rows = [second, words(node.marks)].filter((row) => row !== "");
  return [
    `<text class="${node.shape === "file" ? "row" : "name"}" ${at(0)}>${escapeXml(node.name + times(node))}</text>`,
    ...rows.map((row, index) => `<text class="row" ${at(index + 1)}>${row}</text>`),
  ];
}

const fixed = (value: number): string => String(Number(value.toFixed(2)));
