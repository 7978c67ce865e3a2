import { failure, type Result, success, unreachable } from "../platform/result.ts";
import { attempt } from "./attempt.ts";
import { compareNumbers } from "./compare.ts";
import { ExpressionError } from "./expression-error.ts";
import { Parser } from "./parser.ts";
import type { Expression, PathNode } from "./syntax.ts";
import type { ComparisonOperator } from "./token.ts";

export type ConditionValue = string | number | boolean | null;

/** The tree of a `when`: comparisons, `and`, `or`, `not`, parentheses. */
export const parseCondition = (text: string): Result<Expression, ExpressionError> => attempt(() => new Parser(text).expression());

/** What a path stands for; `undefined` where the lookup has reported that there is no such thing. */
export type ConditionLookup = (path: PathNode) => ConditionValue | undefined;

/**
 * Every part is evaluated, so that a type error is found whatever the values are: no short cut hides it. `undefined` where a path
 * led nowhere.
 */
export function evaluateCondition(expression: Expression, lookup: ConditionLookup): Result<boolean | undefined, ExpressionError> {
  const result = attempt(() => valueAt(expression, lookup));
  if (!result.ok || result.value === undefined) return result.ok ? success(undefined) : result;
  if (typeof result.value === "boolean") return success(result.value);
  return failure(typeError(expression, `a condition is true or false, this is ${nameOf(result.value)}`));
}

function valueAt(expression: Expression, lookup: ConditionLookup): ConditionValue | undefined {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "path":
      return lookup(expression);
    case "not": {
      const operand = truthOf(expression.operand, lookup);
      return operand === undefined ? undefined : !operand;
    }
    case "and":
    case "or": {
      const operands = expression.operands.map((operand) => truthOf(operand, lookup));
      if (operands.includes(undefined)) return undefined;
      return expression.kind === "and" ? !operands.includes(false) : operands.includes(true);
    }
    case "comparison": {
      const left = valueAt(expression.left, lookup);
      const right = valueAt(expression.right, lookup);
      return left === undefined || right === undefined ? undefined : compare(expression, { left, right });
    }
    default:
      return unreachable(expression);
  }
}

function truthOf(expression: Expression, lookup: ConditionLookup): boolean | undefined {
  const value = valueAt(expression, lookup);
  if (value === undefined || typeof value === "boolean") return value;
  throw typeError(expression, `\`and\`, \`or\` and \`not\` join conditions, this is ${nameOf(value)}`);
}

type Comparison = Expression & { readonly kind: "comparison" };
interface Sides {
  readonly left: ConditionValue;
  readonly right: ConditionValue;
}

function compare(comparison: Comparison, { left, right }: Sides): boolean {
  const { operator } = comparison;
  if (typeof left === "number" && typeof right === "number") return compareNumbers(operator, { left, right });
  const same = typeof left === typeof right && (left === null) === (right === null);
  if (!same && left !== null && right !== null) throw typeError(comparison, `${nameOf(left)} is compared with ${nameOf(right)}`);
  if (isOrder(operator)) throw typeError(comparison, `only numbers are ordered by \`${operator}\`, this is ${nameOf(left)}`);
  return (left === right) === (operator === "==");
}

const isOrder = (operator: ComparisonOperator): boolean => operator !== "==" && operator !== "!=";

function nameOf(value: ConditionValue): string {
  if (value === null) return "null";
  if (typeof value === "string") return `the text ${JSON.stringify(value)}`;
  return typeof value === "number" ? `the number ${value}` : `the truth value ${value}`;
}

const typeError = ({ start, end }: Expression, message: string): ExpressionError =>
  new ExpressionError({ code: "expression-type", message, start, end });
