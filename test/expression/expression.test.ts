import { describe, expect, test } from "vitest";
import { evaluateCondition, parseCondition } from "../../engine/expression/evaluate-condition.ts";
import { evaluateGates } from "../../engine/expression/evaluate-gates.ts";
import type { Gate } from "../../engine/expression/gate.ts";
import { parseGate } from "../../engine/expression/parse-gate.ts";
import { parseTemplate } from "../../engine/expression/template.ts";
import { asStageId } from "../../engine/platform/identity.ts";

const values: Record<string, string | number | boolean | null> = {
  "params.epochs": 60,
  "params.publish": true,
  "params.optimizer": "adam",
  "params.limit": null,
  "matrix.seed": 2,
};

function judge(text: string): boolean | string | undefined {
  const parsed = parseCondition(text);
  const result = parsed.ok ? evaluateCondition(parsed.value, ({ segments }) => values[segments.join(".")]) : parsed;
  return result.ok ? result.value : `${result.failure.code} ${result.failure.start}-${result.failure.end}: ${result.failure.message}`;
}

describe("a condition", () => {
  test.each([
    ["params.publish", true],
    ["not params.publish", false],
    ["not not params.publish", true],
    ["params.epochs > 50 and params.optimizer == 'adam'", true],
    ["params.epochs > 50 and params.optimizer == 'sgd' or matrix.seed == 2", true],
    ["params.epochs > 50 and (params.optimizer == 'sgd' or matrix.seed == 3)", false],
    ['params.optimizer != "sgd"', true],
    ["params.limit == null", true],
    ["params.limit != 3", true],
    ["params.epochs == 1m", true],
    ["params.epochs >= 6000%", true],
    ["'it''s' == \"it's\"", true],
    ["params.unheard and true", undefined],
  ])("%s is %s", (text, expected) => expect(judge(text)).toBe(expected));

  test.each([
    ["params.optimizer > 3", 'expression-type 0-20: the text "adam" is compared with the number 3'],
    ["params.publish == 'true'", 'expression-type 0-24: the truth value true is compared with the text "true"'],
    ["params.optimizer < 'b'", 'expression-type 0-22: only numbers are ordered by `<`, this is the text "adam"'],
    ["false and params.epochs", "expression-type 10-23: `and`, `or` and `not` join conditions, this is the number 60"],
    ["params.epochs", "expression-type 0-13: a condition is true or false, this is the number 60"],
    ["params.epochs >", "expression-syntax 15-16: a value is expected, not the end"],
    ["params.epochs = 3", "expression-syntax 14-15: `=` has no meaning here"],
    ["params.epochs => 3", "expression-syntax 14-16: `=>` has no meaning here"],
    ["params.publish && true", "expression-syntax 15-17: `&&` has no meaning here"],
    ["params.epochs > 3 4", "expression-syntax 18-19: `4` cannot stand here"],
    ["params.epochs > 3 parsecs", "expression-syntax 18-25: `parsecs` is no unit"],
    ["(params.publish", "expression-syntax 15-16: `)` is expected, not the end"],
    ["params.optimizer == 'adam", "expression-syntax 20-21: this text has no closing quote"],
    ["", "expression-syntax 0-1: a value is expected, not the end"],
  ])("%s is refused", (text, expected) => expect(judge(text)).toBe(expected));

  test("cannot be nested until the stack is full", () =>
    expect(judge("(".repeat(20_000))).toBe("expression-syntax 64-65: nested more than 64 deep"));
});

describe("a gate", () => {
  test.each([
    ["accuracy >= 0.93", { metric: "accuracy", operator: ">=", threshold: 0.93 }],
    ["accuracy.low >= 80%", { metric: "accuracy.low", operator: ">=", threshold: 0.8 }],
    ["latency.p95 < 200ms", { metric: "latency.p95", operator: "<", threshold: 0.2 }],
    ["latency.p95<2 m", { metric: "latency.p95", operator: "<", threshold: 120 }],
    ["latency.p95 < 1h", { metric: "latency.p95", operator: "<", threshold: 3600 }],
    ["memory <= 1.5GiB", { metric: "memory", operator: "<=", threshold: 1_610_612_736 }],
    ["memory <= 2 MB", { metric: "memory", operator: "<=", threshold: 2_000_000 }],
    ["bias != -1e-3", { metric: "bias", operator: "!=", threshold: -0.001 }],
    ["'recall of class 1' > 0.5", { metric: "recall of class 1", operator: ">", threshold: 0.5 }],
  ])("%s", (text, expected) => expect(parseGate(text)).toEqual({ ok: true, value: { text, ...expected } }));

  test.each([
    ["accuracy", 8, "a comparison is expected, not the end", "one of >= <= == != > <"],
    ["0.93 <= accuracy", 0, "the name of a metric is expected, not `0.93`", undefined],
    ["memory < 200 Mib", 13, "`Mib` is no unit", "did you mean `MiB`?"],
    ["accuracy > high", 11, "a number is expected, not `high`", undefined],
    ["a > 1 and b > 2", 6, "`and` cannot stand here", undefined],
  ])("%s is refused at %i", (text, start, message, hint) => {
    const result = parseGate(text);
    expect(result.ok ? result.value : { start: result.failure.start, message: result.failure.message, hint: result.failure.hint }).toEqual({
      start,
      message,
      hint,
    });
  });

  test("passes, fails, and fails with a diagnostic where the metric is unknown or undefined", () => {
    const text = "gate: [accuracy >= 0.9, acuracy >= 0.9, loss < 1, loss != 1]";
    const gates = text
      .slice(7, -1)
      .split(", ")
      .map((gate): Gate => {
        const parsed = parseGate(gate);
        if (!parsed.ok) throw parsed.failure;
        return { ...parsed.value, at: [0, text.indexOf(gate), text.indexOf(gate) + gate.length] };
      });
    const result = evaluateGates({
      stage: asStageId("evaluate"),
      gates,
      metrics: { accuracy: 0.9, loss: Number.NaN },
      sources: [{ name: "pipeline.yaml", text }],
    });
    const common = { type: "gate-evaluated", stage: "evaluate" };
    expect(result).toEqual({
      passed: false,
      evaluated: [
        { ...common, expression: "accuracy >= 0.9", metric: "accuracy", operator: ">=", value: 0.9, threshold: 0.9, passed: true },
        { ...common, expression: "acuracy >= 0.9", metric: "acuracy", operator: ">=", value: undefined, threshold: 0.9, passed: false },
        { ...common, expression: "loss < 1", metric: "loss", operator: "<", value: Number.NaN, threshold: 1, passed: false },
        { ...common, expression: "loss != 1", metric: "loss", operator: "!=", value: Number.NaN, threshold: 1, passed: false },
      ],
      diagnostics: [
        {
          code: "metric-unknown",
          severity: "error",
          message: "stage `evaluate` has no metric `acuracy`, so its gate has failed",
          place: expect.objectContaining({ file: "pipeline.yaml", line: 1, column: 25 }),
          why: "its metrics are `accuracy` and `loss`",
          hint: "did you mean `accuracy`?",
        },
      ],
    });
  });
});

describe("a template", () => {
  test("is cut into texts and paths; the shell's ${HOME} stays text", () => {
    expect(parseTemplate("a ${{ params.seed }}b${{in.x}} ${HOME}")).toEqual({
      ok: true,
      value: [
        { kind: "text", text: "a ", start: 0, end: 2 },
        { kind: "path", segments: ["params", "seed"], start: 2, end: 20 },
        { kind: "text", text: "b", start: 20, end: 21 },
        { kind: "path", segments: ["in", "x"], start: 21, end: 30 },
        { kind: "text", text: " ${HOME}", start: 30, end: 38 },
      ],
    });
    expect(parseTemplate("")).toEqual({ ok: true, value: [] });
  });

  test.each([
    ["x ${{ params.seed", 2, "this template has no closing `}}`"],
    ["${{ params.seed + 1 }}", 16, "a template holds one path and no logic: `+` has no meaning here"],
    ["${{ }}", 4, "a template holds one path and no logic: a path such as `params.seed` is expected, not the end"],
    ["${{ params.seed == 1 }}", 16, "a template holds one path and no logic: `==` cannot stand here"],
  ])("%s is refused at %i", (text, start, message) => {
    const result = parseTemplate(text);
    expect(result.ok ? result.value : [result.failure.start, result.failure.message]).toEqual([start, message]);
  });
});
