import type { Drawing, DrawingEdge, DrawingNode } from "./drawing.ts";
import { edgeRows, nodeRows } from "./edge-words.ts";
import { roleLook } from "./role-look.ts";
import { toneColour, worstTone } from "./worst-tone.ts";

/** For Graphviz, to be laid out and styled further. */
export function dot({ title, nodes, edges }: Drawing): string {
  const lines = [
    `digraph ${quoted(title)} {`,
    `  graph [label=${label([title])}, labelloc=t, rankdir=TB, fontname="Helvetica"]`,
    `  node [shape=box, style=rounded, fontname="Helvetica", margin="0.2,0.1"]`,
    `  edge [fontname="Helvetica", fontsize=10]`,
    ...nodes.map((node) => `  ${quoted(node.id)} [${nodeAttributes(node).join(", ")}]`),
    ...edges.map((edge) => `  ${quoted(edge.from)} -> ${quoted(edge.to)} [${edgeAttributes(edge).join(", ")}]`),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function nodeAttributes(node: DrawingNode): readonly string[] {
  const marks = node.marks.map(({ text }) => text);
  const attributes = [`label=${label(nodeRows(node))}`];
  if (node.shape === "file") attributes.push("shape=note", "style=solid");
  if (marks.includes("effect")) attributes.push("peripheries=2");
  const tone = worstTone(node);
  if (tone !== undefined) attributes.push(`color="${toneColour[tone]}"`, "penwidth=2");
  return attributes;
}

function edgeAttributes(edge: DrawingEdge): readonly string[] {
  const attributes = [`label=${label(edgeRows(edge))}`];
  const [role, ...others] = edge.roles;
  if (edge.kind === "order") attributes.push("style=dotted");
  if (role !== undefined && others.length === 0) {
    // Graphviz has few patterns: what they cannot tell apart, the label does.
    const style = { raw: "solid", train: "dashed", validation: "dashed", test: "dotted", serving: "bold" }[role];
    attributes.push(`color="${roleLook[role].middle}"`, `fontcolor="${roleLook[role].middle}"`, `style=${style}`);
  }
  return attributes;
}

/** Within quotes only the quote is special; a backslash before the last one must not swallow it. */
const quoted = (text: string): string => `"${printable(text).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

/** In labels, backslashes and entities speak as well. */
const label = (rows: readonly string[]): string => {
  const texts = rows.map((row) => printable(row).replaceAll("&", "&amp;"));
  return `"${texts.map((text) => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')).join("\\n")}"`;
};

const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cs}]/gu, "�");
