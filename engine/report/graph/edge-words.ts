import type { DrawingEdge, DrawingNode } from "./drawing.ts";

/** `model`, or `test -> data` where the two ports have two names; `after` where nothing flows. */
export function edgePorts({ kind, output, input }: Pick<DrawingEdge, "kind" | "output" | "input">, arrow = "->"): string {
  if (kind === "order") return "after";
  if (output === undefined || output === input) return input ?? output ?? "";
  return input === undefined ? output : `${output} ${arrow} ${input}`;
}

/** `train, validation`. */
export const roleWords = ({ roles }: Pick<DrawingEdge, "roles">): string => roles.join(", ");

/** ` ×12`, or nothing for one. */
export const times = ({ count }: { readonly count: number }): string => (count > 1 ? ` ×${count}` : "");

/** `998 fresh, 2 stale`. */
export const stateWords = ({ states }: Pick<DrawingNode, "states">): string => states.map(({ text }) => text).join(", ");

/** The rows of a box: name; kind and state; effect and gates. */
export function nodeRows(node: DrawingNode): readonly string[] {
  const rows = [
    node.name + times(node),
    [node.does ?? "", stateWords(node)].filter((text) => text !== "").join(" · "),
    node.marks.map(({ text }) => text).join(", "),
  ];
  return rows.filter((row) => row !== "");
}

/** The rows beside an edge: ports, and which rows may be in what flows. */
export const edgeRows = (edge: DrawingEdge): readonly string[] =>
  [edgePorts(edge, "→") + times(edge), roleWords(edge)].filter((row) => row !== "");
