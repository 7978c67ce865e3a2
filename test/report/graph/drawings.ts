import fc from "fast-check";
import { type Role, roles } from "../../../engine/kind/port.ts";
import type { Drawing, DrawingEdge, DrawingNode } from "../../../engine/report/graph/drawing.ts";

/** What names, paths, values and reasons may hold: quotes, markup, escapes of every format, controls, halves of pairs, wide letters. */
export const oddText = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(..."\"'`<>&\\/;#|[]{}()%$\n\r\t\0\u001b-:.→名🚴e\u0301\u202e\ud800"), minLength: 1, maxLength: 12 }),
  fc.constantFrom("</script>", "]]>", "<!--", "&amp;", "\\N", "\\", '"]; x', "end", "1. x", "${x}", "-->", "%%{init}%%", "#quot;"),
);

const oddNode = fc.record({ name: oddText, does: oddText, line: oddText, state: oddText, file: fc.boolean() });

/** A drawing whose every text is odd. Edges go forwards, so that there is no cycle. */
export const oddDrawing: fc.Arbitrary<Drawing> = fc
  .tuple(
    oddText,
    fc.array(oddNode, { minLength: 1, maxLength: 5 }),
    fc.array(fc.tuple(fc.nat(4), fc.nat(4), oddText, oddText), { maxLength: 6 }),
  )
  .map(([title, nodes, edges]) => ({
    title,
    nodes: nodes.map(({ name, does, line, state, file }, index): DrawingNode => {
      const facts = [{ heading: line, lines: [line] }];
      return {
        id: `${index}${name}`,
        shape: file ? "file" : "stage",
        name,
        count: 1,
        does,
        states: [{ text: state, tone: "good" }],
        marks: [],
        facts,
      };
    }),
    edges: edges.flatMap(([one, other, output, input]): readonly DrawingEdge[] => {
      const [from, to] = [nodes[Math.min(one, other)], nodes[Math.max(one, other)]];
      if (from === undefined || to === undefined || from === to) return [];
      const ids = { from: `${nodes.indexOf(from)}${from.name}`, to: `${nodes.indexOf(to)}${to.name}` };
      return [{ ...ids, kind: "data", output, input, roles: ["train", "test"], count: 1 }];
    }),
  }));

export interface Shape {
  readonly nodes: number;
  /** Pairs of node numbers; each edge has ports of its own. */
  readonly edges: readonly (readonly [number, number])[];
}

/** A DAG of at most 12 boxes. */
export const shape: fc.Arbitrary<Shape> = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 16 }))
  .map(([nodes, pairs]) => ({
    nodes,
    edges: pairs
      .map(([one, other]) => [Math.min(one, other) % nodes, Math.max(one, other) % nodes] as const)
      .filter(([from, to]) => from < to),
  }));

/** Boxes `n0`, `n1` …; edge 3 leaves by the port `o3` and enters by `i3`, unless several leave by one. */
export function drawingOf({ nodes, edges }: Shape, { output = (edge: number): string => `o${edge}` } = {}): Drawing {
  const role: readonly Role[] = roles.slice(0, 1);
  return {
    title: "shape",
    nodes: Array.from({ length: nodes }, (_, index) => ({
      id: `n${index}`,
      shape: "stage",
      name: `n${index}`,
      count: 1,
      does: "run",
      states: [],
      marks: [],
      facts: [],
    })),
    edges: edges.map(([from, to], index) => {
      const ports = { output: output(index), input: `i${index}` };
      return { from: `n${from}`, to: `n${to}`, kind: "data", ...ports, roles: role, count: 1 };
    }),
  };
}
