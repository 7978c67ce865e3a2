import { describe, expect, test } from "vitest";
import type { State } from "../../../engine/freshness/verdict.ts";
import { asStageId } from "../../../engine/platform/identity.ts";
import { matrixPlan, rendered, verdictOf, verdictsOf, wineJudgement, winePlan } from "./plans.ts";

describe("the wine pipeline", () => {
  test.each([
    ["tree", 80],
    ["tree", 60],
    ["tree", 32],
    ["layers", 80],
    ["layers", 60],
  ] as const)("%s in %i columns", async (format, columns) => {
    const text = await rendered(await winePlan(), { format, columns, judgement: wineJudgement });
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(columns);
    await expect(text).toMatchFileSnapshot(`whole/wine-${format}-${columns}.txt`);
  });

  test.each(["mermaid", "dot", "json", "svg", "html"] as const)("%s", async (format) => {
    await expect(await rendered(await winePlan(), { format, judgement: wineJudgement })).toMatchFileSnapshot(`whole/wine-${format}.txt`);
  });

  test("without judging, no state is claimed", async () => {
    const plan = await winePlan();
    await expect(await rendered(plan, { format: "tree" })).toMatchFileSnapshot("whole/wine-unjudged.txt");
    const { stages } = JSON.parse(await rendered(plan, { format: "json" }));
    expect(new Set(stages.map(({ state }: { readonly state: unknown }) => state))).toEqual(new Set([null]));
  });
});

test("without a format: layers where they fit, a tree where a matrix would be pulled apart", async () => {
  expect(await rendered(await winePlan(), { format: undefined })).toContain("╰─ table ──╯");
  await expect(await rendered(await matrixPlan(2), { format: undefined })).toMatchFileSnapshot("whole/matrix-default-80.txt");
  await expect(await rendered(await matrixPlan(2), { format: undefined, columns: 160 })).toMatchFileSnapshot(
    "whole/matrix-default-160.txt",
  );
});

test("a selection without its needs draws what comes in from other stages as files", async () => {
  const plan = await winePlan();
  const selected = new Set([asStageId("evaluate"), asStageId("summarize")]);
  const part = { ...plan, selected, complete: false };
  const { stages, edges, files } = JSON.parse(await rendered(part, { format: "json" }));
  expect(stages.map(({ stage }: { readonly stage: string }) => stage)).toEqual(["evaluate", "summarize"]);
  expect(edges).toEqual([
    { from: "evaluate", output: "metrics", to: "summarize", input: "metrics", type: "metrics", roles: ["train", "validation", "test"] },
  ]);
  expect(files).toEqual([
    { path: "out/train/model", to: "evaluate", input: "model", roles: ["train", "validation"] },
    { path: "out/split/test.arrow", to: "evaluate", input: "data", roles: ["test"] },
    { path: "summarize.mjs", to: "summarize", input: "code", roles: ["raw"] },
  ]);
});

describe("a thousand stages", () => {
  const states = (index: number): State => (index < 2 ? "stale" : "fresh");
  const judged = async () => {
    const plan = await matrixPlan(250);
    let trained = 0;
    const verdicts = new Map([...plan.stages.values()].map(({ id, name }) => [id, verdictOf(states(name === "train" ? trained++ : 9))]));
    return { plan, judgement: { verdicts, gates: [] } };
  };

  test("are four boxes that say how many of them are stale", async () => {
    const { plan, judgement } = await judged();
    expect(plan.stages.size).toBe(1002);
    await expect(await rendered(plan, { format: "tree", judgement })).toMatchFileSnapshot("whole/thousand-tree.txt");
    await expect(await rendered(plan, { format: "layers", judgement })).toMatchFileSnapshot("whole/thousand-layers.txt");
    await expect(await rendered(plan, { format: "mermaid", judgement })).toMatchFileSnapshot("whole/thousand-mermaid.txt");
    expect(JSON.parse(await rendered(plan, { format: "json", judgement })).stages).toHaveLength(1002);
  });

  test.each(["tree", "mermaid", "dot", "json", "svg", "html"] as const)(
    "%s names every one of them where that is asked for",
    async (format) => {
      const { plan, judgement } = await judged();
      const drawing = await rendered(plan, { format, judgement, collapse: false });
      expect([...plan.stages.keys()].filter((stage) => !drawing.includes(stage))).toEqual([]);
    },
  );
});

test("two instances are one box only where that is asked for", async () => {
  const plan = await matrixPlan(1);
  const judgement = { verdicts: verdictsOf({ fetch: "fresh", "train@mlp-1": "fresh", "train@cnn-1": "restorable" }), gates: [] };
  expect(await rendered(plan, { format: "tree", judgement, collapse: true })).toBe(
    [
      "fetch              fresh                  run",
      "└─ train ×2        1 restorable, 1 fresh  run  rows ×2",
      "   └─ evaluate ×2                         run  model ×2",
      "      └─ report                           run  metrics ×2",
      "",
    ].join("\n"),
  );
  expect(await rendered(plan, { format: "tree" })).toContain("train@cnn-1");
});
