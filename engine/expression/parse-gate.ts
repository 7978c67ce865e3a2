import type { Result } from "../platform/result.ts";
import { attempt } from "./attempt.ts";
import type { ExpressionError } from "./expression-error.ts";
import type { Gate } from "./gate.ts";
import { Parser } from "./parser.ts";

/** `accuracy.low >= 80%`, `latency.p95 < 200ms`: a metric, a comparison, a number with or without a unit. A metric of another spelling stands in quotes. */
export function parseGate(text: string): Result<Omit<Gate, "at">, ExpressionError> {
  return attempt(() => {
    const parser = new Parser(text);
    const metric = parser.path("the name of a metric").segments.join(".");
    const operator = parser.operator();
    const threshold = parser.number();
    parser.end();
    return { text: text.trim(), metric, operator, threshold };
  });
}
