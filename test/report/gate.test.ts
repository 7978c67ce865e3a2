import { expect, test } from "vitest";
import type { GateEvaluated } from "../../engine/events/event.ts";
import { asStageId } from "../../engine/platform/identity.ts";
import { gateSentence } from "../../engine/report/gate.ts";

const sentence = (value: number | undefined, operator: string, threshold: number, passed: boolean): string => {
  const gate: GateEvaluated = {
    type: "gate-evaluated",
    stage: asStageId("evaluate"),
    expression: "",
    metric: "accuracy",
    value,
    operator,
    threshold,
    passed,
  };
  return gateSentence(gate);
};

test.each([
  [0.7812, ">=", 0.8, false, "accuracy is 0.7812, wanted >= 0.8: short by 0.0188"],
  [0.99896, ">=", 0.999, false, "accuracy is 0.99896, wanted >= 0.999: short by 0.00004"],
  [0.9, ">", 0.9, false, "accuracy is 0.9, wanted > 0.9"],
  [12, "<=", 10, false, "accuracy is 12, wanted <= 10: over by 2"],
  [0.97, ">=", 0.93, true, "accuracy is 0.97, wanted >= 0.93: 0.04 to spare"],
  [1, "==", 1, true, "accuracy is 1, wanted == 1"],
  [1, "!=", 1, false, "accuracy is 1, wanted != 1"],
  [undefined, ">=", 0.8, false, "accuracy is not among the metrics, wanted >= 0.8"],
])("%s %s %s (passed: %s)", (value, operator, threshold, passed, text) => {
  expect(sentence(value, operator, threshold, passed)).toBe(text);
});
