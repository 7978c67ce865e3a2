import type { Interval } from "../shared/statistics/interval.ts";

/** A metric: how it is taken from a sample of rows. */
export interface Metric<Sample> {
  /** Where it stands in the metrics file; joined with dots it is the name that gates use. */
  readonly path: readonly string[];
  /** Undefined where the sample does not define it. */
  of(sample: Sample): number | undefined;
  /** Of a rate: its parts, from which Wilson's interval follows. `trials` may be 0. */
  rate?(sample: Sample): { readonly successes: number; readonly trials: number };
  /** A clause, for the warning. */
  readonly undefinedBecause: string;
}

/** A metric that was taken. */
export interface Measure {
  readonly path: readonly string[];
  readonly value: number;
  readonly interval?: Interval & { readonly by: "Wilson" | "bootstrap" };
}

export const nameOf = ({ path }: { readonly path: readonly string[] }): string => path.join(".");
