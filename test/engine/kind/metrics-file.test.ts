import { describe, expect, it } from "vitest";
import { readMetrics } from "../../../engine/kind/metrics-file.ts";

describe("readMetrics", () => {
  it("flattens to dotted names and lets `value` stand for its parent", () => {
    const text = '{"rows": 36, "accuracy": {"value": 0.97, "low": 0.86, "high": 1}, "per_class": {"barolo": {"recall": {"value": 1}}}}';
    expect(readMetrics(text)).toEqual({
      ok: true,
      value: { accuracy: 0.97, "accuracy.high": 1, "accuracy.low": 0.86, "per_class.barolo.recall": 1, rows: 36 },
    });
  });

  it("sorts by code unit", () => {
    const result = readMetrics('{"loss": 1, "Loss": 2, "auc": 3}');
    expect(result.ok && Object.keys(result.value)).toEqual(["Loss", "auc", "loss"]);
  });

  it("keeps a metric that is named value", () => {
    expect(readMetrics('{"value": 3, "loss": {"value": {"mean": 1}}}')).toEqual({ ok: true, value: { "loss.value.mean": 1, value: 3 } });
  });

  it("leaves out what is no number", () => {
    expect(readMetrics('{"model": "mlp", "loss": null, "tags": [1], "best": true, "huge": 1e999, "f1": 0.5}')).toEqual({
      ok: true,
      value: { f1: 0.5 },
    });
  });

  it("keeps a name that objects treat specially", () => {
    const result = readMetrics('{"__proto__": 1}');
    expect(result.ok && Object.entries(result.value)).toEqual([["__proto__", 1]]);
  });

  it.each([
    ["[0.9]", "it is JSON, but not an object of names and numbers"],
    ["0.9", "it is JSON, but not an object of names and numbers"],
    ["null", "it is JSON, but not an object of names and numbers"],
    ['{"loss.low": 1, "loss": {"low": 2}}', "two values are named loss.low"],
  ])("refuses %s", (text, why) => {
    expect(readMetrics(text)).toEqual({ ok: false, failure: why });
  });

  it("explains NaN, which Python writes", () => {
    const result = readMetrics('{"loss": NaN}');
    expect(!result.ok && result.failure.endsWith("NaN and Infinity are not JSON: leave an undefined metric out")).toBe(true);
  });
});
