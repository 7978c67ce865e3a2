import { expect, test } from "vitest";
import { directionOf } from "../../../engine/history/compare/metric-direction.ts";

test.each([
  ["accuracy", "higher"],
  ["balanced_accuracy", "higher"],
  ["per_class.barolo.f1", "higher"],
  ["f1.macro", "higher"],
  ["roc_auc", "higher"],
  ["loss", "lower"],
  ["val_loss", "lower"],
  ["log_loss", "lower"],
  ["mean_absolute_error", "lower"],
  ["latency.p95", "lower"],
  ["rows", undefined],
  ["per_class.barolo.rows", undefined],
  ["price", undefined],
] as const)("%s is better %s", (metric, direction) => {
  expect(directionOf(metric, [])).toBe(direction);
});

test("a gate on a metric, or on an end of its interval, says which way is better, whatever its name", () => {
  expect(directionOf("price", [{ metric: "price", operator: "<=" }])).toBe("lower");
  expect(directionOf("price", [{ metric: "price.low", operator: ">" }])).toBe("higher");
  expect(directionOf("error", [{ metric: "error", operator: ">=" }])).toBe("higher");
  expect(
    directionOf("price", [
      { metric: "price", operator: "==" },
      { metric: "cost", operator: "<" },
    ]),
  ).toBeUndefined();
});
