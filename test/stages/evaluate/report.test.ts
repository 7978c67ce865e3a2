import { describe, expect, it } from "vitest";
import { evaluateClassification } from "../../../stages/evaluate/evaluate-classification.ts";
import { evaluate } from "../../../stages/evaluate/kind.ts";
import { stageContext } from "../stage-context.ts";
import { description, prediction, wines } from "./grapes.ts";

describe("the report of an evaluation", () => {
  it("shows metrics with intervals, classes, and the confusion matrix", async () => {
    const { context } = stageContext({ kind: evaluate, in: {}, with: { metrics: ["accuracy", "log_loss", "per_class"], seed: 7 } });
    const { report } = await evaluateClassification({ context, data: wines, description, prediction });
    await expect(report).toMatchFileSnapshot("expected/report.md");
  });
});
