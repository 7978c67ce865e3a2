import fc from "fast-check";
import { expect, test } from "vitest";
import { LineSplitter, longestLine } from "../../engine/platform/line-splitter.ts";

function split(chunks: readonly Uint8Array[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.write(Buffer.from(chunk));
  splitter.end();
  return lines;
}

test("lines are the same however the bytes are cut into chunks", () => {
  const text = fc
    .array(fc.constantFrom("épice", "葡萄酒", "🍷", "plain", "\n", "\r\n", ""), { maxLength: 30 })
    .map((words) => words.join(""));
  fc.assert(
    fc.property(text, fc.array(fc.nat(), { maxLength: 10 }), (written, cuts) => {
      const bytes = Buffer.from(written, "utf8");
      const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((one, other) => one - other);
      const chunks = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
      const expected = written.split("\n").map((line) => line.replace(/\r$/, ""));
      if (written === "" || written.endsWith("\n")) expected.pop();
      expect(split(chunks)).toEqual(expected);
    }),
  );
});

test("a line without end is cut, at no loss and not through a character", () => {
  const written = "🍷".repeat(longestLine);
  const lines = split([Buffer.from(`a${written}`)]);
  expect(lines.join("")).toBe(`a${written}`);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(longestLine);
  expect(lines.every((line) => Buffer.from(line, "utf8").toString("utf8") === line)).toBe(true);
});
