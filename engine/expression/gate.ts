import type { Span } from "../diagnostics/source.ts";

/** `accuracy.low >= 0.80`: a metric of the stage's `metrics` ports against a threshold. */
export interface Gate {
  /** As written, for people. */
  readonly text: string;
  readonly at: Span;
  readonly metric: string;
  readonly operator: ">=" | ">" | "<=" | "<" | "==" | "!=";
  /** In the metric's base unit: seconds, bytes, or a plain number. */
  readonly threshold: number;
}
