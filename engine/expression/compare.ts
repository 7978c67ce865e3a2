import { unreachable } from "../platform/result.ts";
import type { ComparisonOperator } from "./token.ts";

/** Two numbers. What is not a number compares with nothing, not even by `!=`: an undefined metric passes no gate. */
export function compareNumbers(operator: ComparisonOperator, { left, right }: { readonly left: number; readonly right: number }): boolean {
  if (Number.isNaN(left) || Number.isNaN(right)) return false;
  switch (operator) {
    case ">=":
      return left >= right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case "<":
      return left < right;
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    default:
      return unreachable(operator);
  }
}
