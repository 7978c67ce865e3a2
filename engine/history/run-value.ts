import type { StageId } from "../platform/identity.ts";
import type { Leaf } from "./leaves.ts";
import type { RunOverview } from "./run-overview.ts";

type Valued = Pick<RunOverview, "params" | "metrics" | "gates" | "milliseconds">;

/**
 * What a name means of a run: `duration` in seconds; `params.NAME` or `NAME` of a parameter; `accuracy`, or `evaluate.accuracy` where
 * several stages have one. `undefined` where the run has no such thing.
 */
export function valueIn(run: Valued, name: string): Leaf | undefined {
  if (name === "duration") return run.milliseconds / 1000;
  if (name.startsWith("params.")) return own(run.params, name.slice("params.".length));
  return metricOf(run, name) ?? own(run.params, name);
}

/** A gate's stage is meant first, then the one that ended last. */
export function metricOf(run: Pick<Valued, "metrics" | "gates">, name: string): number | undefined {
  for (const [stage, metrics] of Object.entries(run.metrics)) {
    if (name.startsWith(`${stage}.`) && Object.hasOwn(metrics, name.slice(stage.length + 1))) return metrics[name.slice(stage.length + 1)];
  }
  const stages = Object.keys(run.metrics).filter((stage) => Object.hasOwn(run.metrics[stage as StageId] ?? {}, name));
  const gated = stages.find((stage) => run.gates.some((gate) => gate.stage === stage && gate.metric === name));
  const meant = gated ?? stages.at(-1);
  return meant === undefined ? undefined : run.metrics[meant as StageId]?.[name];
}

/** All names that mean something of some run, for a hint. */
export function namesOf(runs: readonly Valued[]): ReadonlySet<string> {
  const names = new Set<string>(["duration"]);
  for (const { params, metrics } of runs) {
    for (const name of Object.keys(params)) names.add(name);
    for (const values of Object.values(metrics)) for (const name of Object.keys(values)) names.add(name);
  }
  return names;
}

const own = (leaves: Valued["params"], name: string): Leaf | undefined => (Object.hasOwn(leaves, name) ? leaves[name] : undefined);
