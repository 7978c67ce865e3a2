import type { EvaluateContext } from "./evaluated.ts";
import { type Metric, nameOf } from "./measure.ts";

/** Warns of each metric that the data does not define, and says so in sentences for the report. */
export function warnUndefined(context: EvaluateContext, metrics: readonly Metric<never>[]): string[] {
  return metrics.map((metric) => {
    const message = `${nameOf(metric)} is not defined on this data and is left out`;
    context.report.warn({ code: "metric-undefined", message, why: metric.undefinedBecause });
    return `${message}: ${metric.undefinedBecause}.`;
  });
}
