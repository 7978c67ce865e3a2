import type { Role } from "../../kind/port.ts";
import { escapeXml } from "../escape-xml.ts";
import type { DrawingEdge } from "./drawing.ts";
import { edgePorts, edgeRows, roleWords, times } from "./edge-words.ts";
import type { EdgeLayout, Point, Size } from "./layout.ts";
import { roleLook } from "./role-look.ts";
import { textWidth } from "./text-size.ts";

const rowHeight = 13;
const padding = 4;

export function edgeLabelSize(edge: DrawingEdge): Size {
  const rows = edgeRows(edge);
  return {
    width: Math.max(...rows.map((row) => textWidth(row, { size: 11 }))) + 2 * padding,
    height: rows.length * rowHeight + padding,
  };
}

export function svgEdge(edge: DrawingEdge, { curve, tip, label }: EdgeLayout): string {
  const path = curvePath(curve);
  const title = escapeXml(`${edge.from} to ${edge.to}: ${edgeRows(edge).join(", ")}`);
  return [
    `<g class="edge" data-from="${escapeXml(edge.from)}" data-to="${escapeXml(edge.to)}">`,
    `<title>${title}</title>`,
    ...strokes(edge).map(({ role, dashes, offset }) => {
      const pattern =
        dashes.length === 0 ? "" : ` stroke-dasharray="${dashes.join(" ")}"${offset === 0 ? "" : ` stroke-dashoffset="${offset}"`}`;
      return `<path class="stroke ${role === undefined ? "line" : `line-${role}`}"${pattern} d="${path}"/>`;
    }),
    `<path class="tip ${soleRole(edge, "tip") || "tip-line"}" d="${head({ end: curve.at(-1) ?? tip, tip })}"/>`,
    ...labelTexts(edge, label),
    "</g>",
  ].join("");
}

interface Stroke {
  readonly role?: Role;
  readonly dashes: readonly number[];
  readonly offset: number;
}

/** A role has its own dashes; several take turns along the line. */
export function strokes({ kind, roles }: Pick<DrawingEdge, "kind" | "roles">): readonly Stroke[] {
  if (kind === "order") return [{ dashes: [1, 4], offset: 0 }];
  const [only, ...others] = roles;
  if (only === undefined) return [{ dashes: [], offset: 0 }];
  if (others.length === 0) return [{ role: only, dashes: roleLook[only].dashes, offset: 0 }];
  return roles.map((role, index) => ({ role, dashes: [turn - 2, turn * (roles.length - 1) + 2], offset: -turn * index }));
}

/** Length of a role's turn, with the gap after it, in pixels. */
const turn = 9;

const soleRole = ({ roles: [role, ...others] }: DrawingEdge, prefix: string): string =>
  role === undefined || others.length > 0 ? "" : `${prefix}-${role}`;

function labelTexts(edge: DrawingEdge, centre: Point): readonly string[] {
  const rows = [
    { text: edgePorts(edge, "→") + times(edge), classes: "port" },
    { text: roleWords(edge), classes: `role ${soleRole(edge, "role")}`.trimEnd() },
  ].filter(({ text }) => text !== "");
  const top = centre.y - edgeLabelSize(edge).height / 2;
  return rows.map(
    ({ text, classes }, index) =>
      `<text class="${classes}" x="${fixed(centre.x)}" y="${fixed(top + padding / 2 + rowHeight * (index + 1) - 3)}">${escapeXml(text)}</text>`,
  );
}

function curvePath([start, ...points]: readonly Point[]): string {
  return start === undefined ? "" : `M${pair(start)}C${points.map(pair).join(" ")}`;
}

/** A triangle from the end of the line to the box. */
function head({ end, tip }: { readonly end: Point; readonly tip: Point }): string {
  const [x, y] = [tip.x - end.x, tip.y - end.y];
  const length = Math.hypot(x, y) || 1;
  const [across, down] = [(-y / length) * 4, (x / length) * 4];
  return `M${pair(tip)}L${pair({ x: end.x + across, y: end.y + down })}L${pair({ x: end.x - across, y: end.y - down })}Z`;
}

const fixed = (value: number): string => String(Number(value.toFixed(2)));
const pair = ({ x, y }: Point): string => `${fixed(x)},${fixed(y)}`;
