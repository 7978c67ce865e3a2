import { roles } from "../../kind/port.ts";
import type { Drawing } from "./drawing.ts";
import type { Size } from "./layout.ts";
import { strokes } from "./svg-edge.ts";
import { textWidth } from "./text-size.ts";

export interface Legend extends Size {
  readonly svg: string;
}

interface Item {
  readonly sample: string;
  readonly text: string;
}

const sampleWidth = 44;
const rowHeight = 20;

/** What the lines and boxes of this drawing mean; only what is in it. Its upper left corner is at 0, 0. */
export function legend(drawing: Drawing, { width }: { readonly width: number }): Legend {
  const items = legendItems(drawing);
  let x = 0;
  let y = 0;
  let widest = 0;
  const parts = items.map(({ sample, text }) => {
    const room = sampleWidth + 8 + textWidth(text, { size: 11 }) + 18;
    if (x > 0 && x + room > width) {
      x = 0;
      y += rowHeight;
    }
    const part = `<g transform="translate(${Math.round(x)},${y})">${sample}<text class="port" x="${sampleWidth + 8}" y="14">${text}</text></g>`;
    x += room;
    widest = Math.max(widest, x);
    return part;
  });
  return { svg: `<g class="legend">${parts.join("")}</g>`, width: widest, height: items.length === 0 ? 0 : y + rowHeight };
}

function legendItems({ nodes, edges }: Drawing): readonly Item[] {
  const present = roles.filter((role) => edges.some((edge) => edge.roles.includes(role)));
  const items: Item[] = present.map((role) => ({ sample: line({ kind: "data", roles: [role] }), text: `${role} rows` }));
  const several = edges.find((edge) => edge.roles.length > 1);
  if (several !== undefined) items.push({ sample: line(several), text: "rows of several roles" });
  if (edges.some(({ kind }) => kind === "order")) items.push({ sample: line({ kind: "order", roles: [] }), text: "only the order" });
  const effects = nodes.some(({ marks }) => marks.some(({ text }) => text === "effect"));
  if (effects) items.push({ sample: `${box(0)}${box(3)}`, text: "effect: changes the world outside" });
  if (nodes.some(({ shape }) => shape === "file")) {
    items.push({ sample: '<path class="box" d="M8,2H30L36,8V18H8ZM30,2V8H36"/>', text: "project file" });
  }
  if (nodes.some(({ shape, count }) => shape === "stage" && count > 1)) {
    items.push({ sample: `<rect class="box" x="11" y="5" width="28" height="13" rx="4"/>${box(0)}`, text: "all instances of a matrix" });
  }
  return items;
}

const line = (edge: Parameters<typeof strokes>[0]): string =>
  strokes(edge)
    .map(({ role, dashes, offset }) => {
      const dashed = dashes.length === 0 ? "" : ` stroke-dasharray="${dashes.join(" ")}" stroke-dashoffset="${offset}"`;
      return `<path class="stroke ${role === undefined ? "line" : `line-${role}`}"${dashed} d="M0,10H${sampleWidth}"/>`;
    })
    .join("");

const box = (inset: number): string =>
  `<rect class="box" x="${6 + inset}" y="${2 + inset}" width="${30 - 2 * inset}" height="${15 - 2 * inset}" rx="${4 - inset / 2}"/>`;
