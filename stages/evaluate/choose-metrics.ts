import { StageFailure } from "../../engine/kind/stage-context.ts";
import type { Metric } from "./measure.ts";

/** The metrics that were asked for, in the catalogue's order. Throws StageFailure `metric-unknown` where the task has no such metric. */
export function chooseMetrics<Sample>({
  names,
  known,
  task,
}: {
  readonly names: readonly string[];
  readonly known: ReadonlyMap<string, () => readonly Metric<Sample>[]>;
  readonly task: string;
}): readonly Metric<Sample>[] {
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new StageFailure({
      code: "metric-unknown",
      message: `a ${task} has no metric ${unknown.join(", ")}`,
      why: `the model is a ${task}`,
      hint: `choose from ${[...known.keys()].join(", ")}`,
    });
  }
  return [...known].flatMap(([name, make]) => (names.includes(name) ? make() : []));
}
