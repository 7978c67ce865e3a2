import { describe, expect, it } from "vitest";
import { heatmap } from "../../../../stages/shared/plot/heatmap.ts";

const cultivars = ["barolo", "grignolino"];
const confusion = {
  title: "Confusion matrix",
  rows: { label: "Actual", names: cultivars },
  columns: { label: "Predicted", names: cultivars },
  values: [
    [0.75, 0.25],
    [0, 1],
  ],
  valueLabel: "Share",
  texts: [
    [
      ["3", "75%"],
      ["1", "25%"],
    ],
    [
      ["0", "0%"],
      ["4", "100%"],
    ],
  ],
};

/** What is written in the cells, with its colour, row by row. */
function cellTexts(svg: string): [text: string, fill: string][] {
  return [...svg.matchAll(/<text aria-label="[^"]*" role="graphics-symbol"[^>]*fill="([^"]*)"[^>]*>(.*?)<\/text>/g)].map((match) => [
    (match[2] ?? "").replaceAll(/<\/tspan><tspan[^>]*>/g, " ").replaceAll(/<[^>]*>/g, ""),
    match[1] ?? "",
  ]);
}

describe("heatmap", () => {
  it("writes count and share into each cell, white on dark", async () => {
    expect(cellTexts(await heatmap(confusion))).toEqual([
      ["3 75%", "#ffffff"],
      ["1 25%", "#1f2328"],
      ["0 0%", "#1f2328"],
      ["4 100%", "#ffffff"],
    ]);
  });

  it("names rows and columns", async () => {
    const svg = await heatmap(confusion);
    expect([svg.match(/>barolo</g)?.length, svg.match(/>grignolino</g)?.length]).toEqual([2, 2]);
  });

  it("writes the same bytes at every call, with no link and no script", async () => {
    const svg = await heatmap(confusion);
    expect(await heatmap(confusion)).toBe(svg);
    expect(svg.match(/<script|<image|href=|@import/g)).toBeNull();
  });

  it("leaves the text out where cells are too small for it", async () => {
    const names = Array.from({ length: 26 }, (_, index) => `letter ${index}`);
    const grid = names.map(() => names.map(() => 0.5));
    const svg = await heatmap({
      ...confusion,
      rows: { label: "Actual", names },
      columns: { label: "Predicted", names },
      values: grid,
      texts: names.map(() => names.map(() => ["9"])),
    });
    expect(cellTexts(svg)).toEqual([]);
  });
});
