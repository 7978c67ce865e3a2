import fc from "fast-check";
import { expect, test } from "vitest";
import { displayWidth } from "../../../engine/diagnostics/display-width.ts";
import type { Drawing } from "../../../engine/report/graph/drawing.ts";
import { renderLayers } from "../../../engine/report/graph/layers/layers.ts";
import { painter } from "../../../engine/report/painter.ts";
import { drawingOf, oddDrawing, shape } from "./drawings.ts";

const paint = painter(false);
const drawn = (drawing: Drawing, columns: number): readonly string[] | undefined =>
  renderLayers(drawing, { paint, columns })?.text.trimEnd().split("\n");

const down = new Set("│╮╭├┤┬┼");
const left = new Set("─╮╯┤┬┴┼");
const right = new Set("─╭╰├┬┴┼");

/** The input ports that the line reaches which leaves below this place, as an eye follows it: down and sideways, under what crosses. */
function reached(lines: readonly string[], port: string): ReadonlySet<string> {
  const ends = new Set<string>();
  const row = lines.findIndex((line) => line.includes(` ${port} `));
  const column = (lines[row]?.indexOf(` ${port} `) ?? 0) + 1;
  const at = (y: number, x: number): string => lines[y]?.[x] ?? " ";
  const open: { y: number; x: number; way: "down" | "left" | "right" }[] = [];
  // The line leaves below one of the port's letters.
  for (let x = column; x < column + port.length; x += 1) if ("│├┤╯╰┴┼▼".includes(at(row + 1, x))) open.push({ y: row + 1, x, way: "down" });
  const seen = new Set<string>();
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    const { y, x, way } = here;
    const character = at(y, x);
    if (seen.has(`${y},${x},${way}`)) continue;
    seen.add(`${y},${x},${way}`);
    if (character === "▼") {
      ends.add(labelAround(lines[y + 1] ?? "", x));
      continue;
    }
    if (way !== "down" && character === "│") {
      open.push({ y, x: way === "left" ? x - 1 : x + 1, way });
      continue;
    }
    if (down.has(character)) open.push({ y: y + 1, x, way: "down" });
    if (way !== "right" && left.has(character)) open.push({ y, x: x - 1, way: "left" });
    if (way !== "left" && right.has(character)) open.push({ y, x: x + 1, way: "right" });
  }
  return ends;
}

function labelAround(line: string, column: number): string {
  for (const { 0: label, index } of line.matchAll(/[a-z]\d+/g)) if (index <= column && column < index + label.length) return label;
  return `nothing in column ${column} of ${line}`;
}

test("each line leads from its output port to its input ports, and to no other, in every width", () => {
  fc.assert(
    fc.property(shape, fc.constantFrom(40, 60, 80, 200), (wanted, columns) => {
      const lines = drawn(drawingOf(wanted), columns);
      if (lines === undefined) return;
      expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
      for (const [index] of wanted.edges.entries()) expect([...reached(lines, `o${index}`)], lines.join("\n")).toEqual([`i${index}`]);
    }),
    { numRuns: 600 },
  );
});

test("one output that goes to several inputs branches to each of them", () => {
  fc.assert(
    fc.property(shape, (wanted) => {
      const first = (edge: number): string => `o${wanted.edges.findIndex(([from]) => from === wanted.edges[edge]?.[0])}`;
      const lines = drawn(drawingOf(wanted, { output: first }), 200);
      if (lines === undefined) return;
      for (const port of new Set(wanted.edges.map((_, index) => first(index)))) {
        const ends = wanted.edges.flatMap((_, index) => (first(index) === port ? [`i${index}`] : []));
        expect([...reached(lines, port)].sort(), lines.join("\n")).toEqual(ends.sort());
      }
    }),
    { numRuns: 600 },
  );
});

test("what does not fit is not drawn", () => {
  expect(drawn(drawingOf({ nodes: 2, edges: [[0, 1]] }), 8)).toBeUndefined();
});

test("odd names break neither borders nor rows", () => {
  fc.assert(
    fc.property(oddDrawing, (drawing) => {
      const lines = drawn(drawing, 100);
      if (lines === undefined) return;
      const words = lines.filter((line) => line.includes("│ "));
      expect(words.length).toBeGreaterThan(0);
      for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }),
  );
});
