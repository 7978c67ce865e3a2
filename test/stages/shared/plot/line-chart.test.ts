import { describe, expect, it } from "vitest";
import { lineChart } from "../../../../stages/shared/plot/line-chart.ts";

const curve = {
  title: "Learning curve <wine>",
  x: { label: "Epoch", values: [1, 2, 3] },
  y: { label: "Loss" },
  series: [
    { name: "train", values: [1.1, 0.6, 0.3] },
    { name: "validation", values: [1.2, null, 0.5] },
  ],
};

describe("lineChart", () => {
  it("writes the same bytes at every call", async () => {
    expect(await lineChart(curve)).toBe(await lineChart(curve));
  });

  it("changes with the data", async () => {
    const moved = { ...curve, series: [{ name: "train", values: [1.1, 0.6, 0.4] }] };
    expect(await lineChart(moved)).not.toBe(await lineChart({ ...moved, series: [{ name: "train", values: [1.1, 0.6, 0.3] }] }));
  });

  it("stands alone: no script, no link to another file", async () => {
    expect((await lineChart(curve)).match(/<script|<image|href=|url\(|@import/g)).toBeNull();
  });

  it("escapes its title and says what it shows", async () => {
    expect(await lineChart(curve)).toContain("<title>Learning curve &lt;wine&gt;: train, validation by Epoch</title>");
  });

  it("tells series apart without colour", async () => {
    const dashes = [...(await lineChart(curve)).matchAll(/aria-roledescription="line mark"[^>]*stroke-dasharray="([^"]*)"/g)].map(
      (match) => match[1],
    );
    expect(new Set(dashes).size).toBe(2);
  });

  it("leaves a gap where a value is missing", async () => {
    const svg = await lineChart(curve);
    const paths = [...svg.matchAll(/aria-roledescription="line mark" d="([^"]*)"/g)].map((match) => match[1]?.match(/[ML]/g)?.join(""));
    expect(paths).toEqual(["MLL", "MM"]);
  });

  it("draws one point, and a flat line", async () => {
    const single = await lineChart({ ...curve, x: { label: "Epoch", values: [1] }, series: [{ name: "train", values: [0.5] }] });
    expect(single.includes("NaN")).toBe(false);
  });
});
