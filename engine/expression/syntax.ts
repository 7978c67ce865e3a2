import type { ComparisonOperator } from "./token.ts";

interface Range {
  readonly start: number;
  readonly end: number;
}

export interface PathNode extends Range {
  readonly kind: "path";
  readonly segments: readonly string[];
}

/** The tree of a `when`. Offsets are in the expression's text. */
export type Expression =
  | PathNode
  | (Range & { readonly kind: "literal"; readonly value: string | number | boolean | null })
  | (Range & {
      readonly kind: "comparison";
      readonly operator: ComparisonOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Range & { readonly kind: "not"; readonly operand: Expression })
  | (Range & { readonly kind: "and" | "or"; readonly operands: readonly Expression[] });
