import type { Role } from "../../kind/port.ts";
import type { Drawing, DrawingEdge, DrawingNode, Tone } from "./drawing.ts";
import { edgeRows, nodeRows } from "./edge-words.ts";
import { grouped } from "./grouped.ts";
import { roleLook } from "./role-look.ts";
import { toneColour, worstTone } from "./worst-tone.ts";

/** A flowchart for Markdown pages that draw Mermaid: GitHub, GitLab. */
export function mermaid({ title, nodes, edges }: Drawing): string {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const lines = [
    "---",
    `title: ${JSON.stringify(title)}`,
    "---",
    "flowchart TD",
    ...nodes.map((node) => `  ${names.get(node.id)}${shaped(node)}`),
    ...edges.map((edge) => `  ${names.get(edge.from)} ${arrow(edge)} ${names.get(edge.to)}`),
    ...edges.flatMap(({ roles: [role, ...others] }, index) =>
      role === undefined || others.length > 0 ? [] : [`  linkStyle ${index} ${lineStyle(role)}`],
    ),
    ...tones(nodes).map(
      ([tone, members]) =>
        `  classDef ${tone} stroke:${toneColour[tone]},stroke-width:2px\n  class ${members.map(({ id }) => names.get(id)).join(",")} ${tone}`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function shaped(node: DrawingNode): string {
  const marks = node.marks.map(({ text }) => text);
  const text = nodeRows(node).map(escaped).join("<br/>");
  if (node.shape === "file") return `[/"${text}"/]`;
  return marks.includes("effect") ? `[["${text}"]]` : `["${text}"]`;
}

function arrow(edge: DrawingEdge): string {
  return `${edge.kind === "order" ? "-.->" : "-->"}|"${edgeRows(edge).map(escaped).join("<br/>")}"|`;
}

const lineStyle = (role: Role): string => {
  const { middle, dashes } = roleLook[role];
  return `stroke:${middle}${dashes.length === 0 ? "" : `,stroke-dasharray:${dashes.join(" ")}`}`;
};

function tones(nodes: readonly DrawingNode[]): readonly (readonly [Tone, readonly DrawingNode[]])[] {
  const known = nodes.flatMap((node) => {
    const tone = worstTone(node);
    return tone === undefined ? [] : [{ node, tone }];
  });
  return [...grouped(known, ({ tone }) => tone)].map(([tone, members]) => [tone, members.map(({ node }) => node)] as const);
}

/** What Mermaid or Markdown might read as theirs becomes a code: `#34;`. */
const escaped = (text: string): string =>
  text.replace(/[^\p{L}\p{N} _/@,:×→·.-]|\.(?= )|^-/gu, (character) => `#${character.codePointAt(0)};`).replace(/#(?:10|13);/g, " ");
