import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeFrame } from "../../engine/diagnostics/code-frame.ts";
import { displayWidth } from "../../engine/diagnostics/display-width.ts";
import { placeOf } from "../../engine/diagnostics/place.ts";

/** The frame of the text between `«` and `»`. */
function frameOf(marked: string): string {
  const start = marked.indexOf("«");
  const end = marked.indexOf("»") - 1;
  return codeFrame({ text: marked.replace(/[«»]/g, ""), start, end });
}

const frames: readonly (readonly [string, string, string])[] = [
  [
    "shows the lines around",
    "stages:\n  split:\n    «stratgey»: stratified\n    by: cultivar\n",
    ["  2 |   split:", "> 3 |     stratgey: stratified", "    |     ^^^^^^^^", "  4 |     by: cultivar"].join("\n"),
  ],
  ["shows a first line", "«name»: wine\nstages:", ["> 1 | name: wine", "    | ^^^^", "  2 | stages:"].join("\n")],
  ["shows a last line", "name: wine\nstages:«»", ["  1 | name: wine", "> 2 | stages:", "    |        ^"].join("\n")],
  ["shows an empty text", "«»", ["> 1 |", "    | ^"].join("\n")],
  [
    "marks a range over several lines to the end of its first",
    "a: «[1,\n  2]»\n",
    ["> 1 | a: [1,", "    |    ^^^", "  2 |   2]"].join("\n"),
  ],
  ["spreads tabs", "\tin:\t«x»", ["> 1 |     in: x", "    |         ^"].join("\n")],
  ["gives wide characters two columns", "名字: «葡萄酒», x", ["> 1 | 名字: 葡萄酒, x", "    |       ^^^^^^"].join("\n")],
  ["knows combining marks", "e\u0301: «x»", ["> 1 | e\u0301: x", "    |    ^"].join("\n")],
  ["lets no control character through", "a\u001b[31m: «x»", ["> 1 | a\uFFFD[31m: x", "    |         ^"].join("\n")],
  ["leaves Windows line breaks out", "a: 1\r\n«b»: 2\r\nc: 3\r\n", ["  1 | a: 1", "> 2 | b: 2", "    | ^", "  3 | c: 3"].join("\n")],
  [
    "lines up numbers of different lengths",
    `${"x\n".repeat(8)}i: 9\n«j»: 10\nk: 11\n`,
    ["   9 | i: 9", "> 10 | j: 10", "     | ^", "  11 | k: 11"].join("\n"),
  ],
];

test.each(frames)("%s", (_, marked, expected) => {
  expect(frameOf(marked)).toBe(expected);
});

test("cuts a long line to a window around the range", () => {
  const frame = frameOf(`short\n${"left ".repeat(30)}«wrong»${" right".repeat(30)}\n`);
  expect(frame).toBe(
    [
      "  1 | …",
      "> 2 | …ft left left left left wrong right right right right right right right…",
      "    |                         ^^^^^",
    ].join("\n"),
  );
});

describe("of any text and range", () => {
  const piece = fc.constantFrom(
    "a",
    " ",
    "word ",
    "\t",
    "名",
    "é",
    "e\u0301",
    "😀",
    "\n",
    "\r\n",
    "\u0007",
    "${{ x }}",
    "long ".repeat(30),
  );
  const request = fc
    .tuple(
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("")),
      fc.nat(400),
      fc.nat(200),
    )
    .map(([text, start, length]) => ({ text, start: Math.min(start, text.length), end: Math.min(start + length, text.length) }));

  test("no line is wider than 78 columns, and one line has a marker", () => {
    fc.assert(
      fc.property(request, (given) => {
        const lines = codeFrame(given).split("\n");
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(78);
        expect(lines.filter((line) => /^ +\| *\^+$/.test(line))).toHaveLength(1);
        expect(lines.filter((line) => line.startsWith(">"))).toHaveLength(1);
      }),
    );
  });

  test("line and column lead back to the offset", () => {
    fc.assert(
      fc.property(request, ({ text, start, end }) => {
        const { line, column } = placeOf({ name: "text", text }, [0, start, end]);
        const lines = text.split("\n");
        const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
        expect(before + column - 1).toBe(start);
      }),
    );
  });
});
