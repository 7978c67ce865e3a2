import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import { type ConditionValue, evaluateCondition, parseCondition } from "../expression/evaluate-condition.ts";
import type { ExpressionError } from "../expression/expression-error.ts";
import type { Expression, PathNode } from "../expression/syntax.ts";
import { failure, type Result, success } from "../platform/result.ts";
import type { ListedRun } from "./past-runs.ts";
import { namesOf, valueIn } from "./run-value.ts";

type Filtered = Pick<ListedRun, "params" | "metrics" | "gates" | "milliseconds" | "outcome">;

/**
 * The runs of which a condition holds: `accuracy > 0.9 and training.epochs == 60`, in the grammar of `when`. A run without the value
 * that is asked for is not among them. Fails where the text is no condition, or a name means nothing in any run.
 */
export function whereRuns<Run extends Filtered>(runs: readonly Run[], text: string): Result<readonly Run[], Diagnostic> {
  const parsed = parseCondition(text);
  if (!parsed.ok) return failure(unreadable(text, parsed.failure));
  const stray = pathsIn(parsed.value).find((path) => !runs.some((run) => lookUp(run, path) !== undefined));
  if (stray !== undefined && runs.length > 0) return failure(nameless(stray, runs));
  const kept: Run[] = [];
  let refused: ExpressionError | undefined;
  for (const run of runs) {
    const held = evaluateCondition(parsed.value, (path) => lookUp(run, path));
    if (!held.ok) refused = held.failure;
    else if (held.value === true) kept.push(run);
  }
  if (refused !== undefined && kept.length === 0) return failure(unreadable(text, refused));
  return success(kept);
}

function lookUp(run: Filtered, { segments }: PathNode): ConditionValue | undefined {
  const name = segments.join(".");
  const value = name === "outcome" ? run.outcome : valueIn(run, name);
  return typeof value === "object" && value !== null ? undefined : (value as ConditionValue | undefined);
}

function pathsIn(expression: Expression): readonly PathNode[] {
  switch (expression.kind) {
    case "path":
      return [expression];
    case "literal":
      return [];
    case "not":
      return pathsIn(expression.operand);
    case "comparison":
      return [...pathsIn(expression.left), ...pathsIn(expression.right)];
    case "and":
    case "or":
      return expression.operands.flatMap(pathsIn);
  }
}

function nameless({ segments }: PathNode, runs: readonly Filtered[]): Diagnostic {
  const name = segments.join(".");
  const near = didYouMean(name, namesOf(runs));
  return {
    code: "option-value",
    severity: "error",
    message: `no run has a param or metric ${name}`,
    hint: near === undefined ? `a text stands in quotes: 'model == "cnn"'` : `did you mean ${near}?`,
  };
}

const unreadable = (text: string, { message, hint }: ExpressionError): Diagnostic => ({
  code: "option-value",
  severity: "error",
  message: `--where '${text}' is no condition: ${message}`,
  hint: hint ?? "for example --where 'accuracy > 0.9 and training.epochs == 60'",
});
