/** Thrown inside this folder, returned from it: what is wrong, and where in the expression's text. */
export class ExpressionError extends Error {
  readonly code: "expression-syntax" | "expression-type";
  /** Offsets in the expression's text, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  readonly hint: string | undefined;

  constructor(problem: ExpressionProblem) {
    super(problem.message);
    this.name = "ExpressionError";
    this.code = problem.code ?? "expression-syntax";
    this.start = problem.start;
    this.end = problem.end;
    this.hint = problem.hint;
  }
}

export interface ExpressionProblem {
  readonly code?: ExpressionError["code"];
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly hint?: string;
}
