import type { Drawing, ToneText } from "./drawing.ts";

/** A drawing whose texts cannot move the cursor, colour the screen or turn the direction of writing: of files, anything may be the name. */
export function forTerminal(drawing: Drawing): Drawing {
  return {
    ...drawing,
    nodes: drawing.nodes.map((node) => ({
      ...node,
      name: plain(node.name),
      ...(node.does !== undefined && { does: plain(node.does) }),
      states: node.states.map(plainWord),
      marks: node.marks.map(plainWord),
    })),
    edges: drawing.edges.map((edge) => ({
      ...edge,
      ...(edge.output !== undefined && { output: plain(edge.output) }),
      ...(edge.input !== undefined && { input: plain(edge.input) }),
    })),
  };
}

const plainWord = ({ text, tone }: ToneText): ToneText => ({ text: plain(text), tone });

/** Controls, line and paragraph separators, marks of direction and halves of surrogate pairs. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "�");
