import { didYouMean } from "../diagnostics/did-you-mean.ts";
import { ExpressionError } from "./expression-error.ts";
import type { Expression, PathNode } from "./syntax.ts";
import { type ComparisonOperator, comparisonOperators, type Token, tokenize } from "./token.ts";
import { inBaseUnit, unitNames } from "./unit.ts";

/** Deeper nesting is a mistake, or an attack on the stack. */
const deepest = 64;

/**
 * Recursive descent over the tokens of one expression. Throws `ExpressionError`.
 *
 *     or         = and { "or" and }
 *     and        = not { "and" not }
 *     not        = "not" not | comparison
 *     comparison = operand [ operator operand ]
 *     operand    = "(" or ")" | path | text | number [ unit ] | "true" | "false" | "null"
 */
export class Parser {
  readonly #tokens: readonly Token[];
  #index = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
  }

  expression(): Expression {
    const found = this.#or();
    this.end();
    return found;
  }

  /** Nothing may follow. */
  end(): void {
    const token = this.#peek();
    if (token.kind !== "end") throw wrong(token, `${show(token)} cannot stand here`);
  }

  path(what: string): PathNode {
    const token = this.#next();
    if (token.kind === "word" || token.kind === "text") {
      const segments = token.kind === "word" ? token.value.split(".") : [token.value];
      return { kind: "path", segments, start: token.start, end: token.end };
    }
    throw wrong(token, `${what} is expected, not ${show(token)}`);
  }

  operator(): ComparisonOperator {
    const token = this.#next();
    const operator = operatorOf(token);
    if (operator) return operator;
    throw wrong(token, `a comparison is expected, not ${show(token)}`, `one of ${comparisonOperators.join(" ")}`);
  }

  /** With its unit, in the base unit. */
  number(): number {
    const token = this.#next();
    if (token.kind === "number") return this.#withUnit(token.value);
    throw wrong(token, `a number is expected, not ${show(token)}`);
  }

  #or(): Expression {
    return this.#chain("or", () => this.#chain("and", () => this.#not()));
  }

  #chain(word: "and" | "or", operand: () => Expression): Expression {
    const first = operand();
    const operands = [first];
    while (this.#takeWord(word)) operands.push(operand());
    const last = operands.at(-1) ?? first;
    return operands.length === 1 ? first : { kind: word, operands, start: first.start, end: last.end };
  }

  #not(): Expression {
    const { start } = this.#peek();
    if (!this.#takeWord("not")) return this.#comparison();
    const operand = this.#nested(start, () => this.#not());
    return { kind: "not", operand, start, end: operand.end };
  }

  #comparison(): Expression {
    const left = this.#operand();
    if (operatorOf(this.#peek()) === undefined) return left;
    const operator = this.operator();
    const right = this.#operand();
    return { kind: "comparison", operator, left, right, start: left.start, end: right.end };
  }

  #operand(): Expression {
    const token = this.#next();
    const { start } = token;
    if (token.kind === "symbol" && token.value === "(") return this.#nested(start, () => this.#parenthesis(start));
    if (token.kind === "number") return { kind: "literal", value: this.#withUnit(token.value), start, end: this.#end };
    if (token.kind === "text") return { kind: "literal", value: token.value, start, end: token.end };
    if (token.kind !== "word" || ["and", "or", "not"].includes(token.value)) {
      throw wrong(token, `a value is expected, not ${show(token)}`);
    }
    const constant = constants.get(token.value);
    if (constant !== undefined) return { kind: "literal", value: constant, start, end: token.end };
    return { kind: "path", segments: token.value.split("."), start, end: token.end };
  }

  #parenthesis(start: number): Expression {
    const inner = this.#or();
    const token = this.#next();
    if (token.kind === "symbol" && token.value === ")") return { ...inner, start, end: token.end };
    throw wrong(token, `\`)\` is expected, not ${show(token)}`);
  }

  #nested<Value>(start: number, read: () => Value): Value {
    this.#depth += 1;
    if (this.#depth > deepest) throw new ExpressionError({ message: `nested more than ${deepest} deep`, start, end: start + 1 });
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #withUnit(value: number): number {
    const token = this.#peek();
    const percent = token.kind === "symbol" && token.value === "%";
    if (!percent && (token.kind !== "word" || token.value === "and" || token.value === "or")) return value;
    this.#next();
    const scaled = inBaseUnit(value, token.value);
    if (scaled !== undefined) return scaled;
    const near = didYouMean(token.value, unitNames);
    throw wrong(token, `\`${token.value}\` is no unit`, near === undefined ? `one of ${unitNames.join(" ")}` : `did you mean \`${near}\`?`);
  }

  #takeWord(word: string): boolean {
    const token = this.#peek();
    if (token.kind !== "word" || token.value !== word) return false;
    this.#index += 1;
    return true;
  }

  #peek(): Token {
    const token = this.#tokens[this.#index] ?? this.#tokens.at(-1);
    if (token === undefined) throw new Error("an expression without tokens");
    return token;
  }

  #next(): Token {
    const token = this.#peek();
    this.#index += 1;
    return token;
  }

  get #end(): number {
    return this.#tokens[this.#index - 1]?.end ?? 0;
  }
}

const constants = new Map<string, boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

const operatorOf = (token: Token): ComparisonOperator | undefined =>
  token.kind === "symbol" ? comparisonOperators.find((operator) => operator === token.value) : undefined;

const show = (token: Token): string => (token.kind === "end" ? "the end" : `\`${token.value}\``);

const wrong = ({ start, end }: Token, ...[message, hint]: readonly [message: string, hint?: string]): ExpressionError =>
  new ExpressionError({ message, start, end: Math.max(end, start + 1), ...(hint && { hint }) });
