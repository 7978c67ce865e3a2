import type { StageFinished } from "../events/event.ts";
import { groupBy } from "../platform/group-by.ts";
import type { StageId } from "../platform/identity.ts";
import { type Direction, directionOf } from "./compare/metric-direction.ts";
import { differing, type Leaf, leavesOf } from "./leaves.ts";
import type { PastRun } from "./read-run.ts";

/** Several runs, the first of which is what the others are compared with. Lists of values are in the order of the runs. */
export interface SideBySide {
  /** Those that differ. */
  readonly params: readonly { readonly name: string; readonly values: readonly (Leaf | undefined)[] }[];
  readonly metrics: readonly MetricRow[];
  readonly stages: readonly StageRow[];
  /** What may matter and differs: versions, system, processors, jobs, commit. */
  readonly environment: readonly { readonly name: string; readonly values: readonly (string | undefined)[] }[];
}

export interface MetricRow {
  readonly stage: StageId;
  readonly metric: string;
  readonly better: Direction | undefined;
  readonly values: readonly (number | undefined)[];
  /** Index of the best value; absent where nobody can say, or several share it. */
  readonly best?: number;
}

export interface StageRow {
  readonly stage: StageId;
  readonly cells: readonly ({ readonly outcome: string; readonly milliseconds: number } | undefined)[];
}

export function sideBySide(runs: readonly PastRun[]): SideBySide {
  const params = runs.map(({ started }) => leavesOf(started.params));
  const environments = runs.map(environmentOf);
  const ended = runs.map(({ stages }) => new Map(stages.map((stage) => [stage.stage, stage])));
  return {
    params: differing(params).map((name) => ({ name, values: params.map((leaves) => leaves[name]) })),
    metrics: metricRows(runs, ended),
    stages: stageNames(runs).map((stage) => ({ stage, cells: ended.map((stages) => cellOf(stages.get(stage))) })),
    environment: differing(environments).map((name) => ({ name, values: environments.map((values) => values[name]) })),
  };
}

type Stages = ReadonlyMap<StageId, StageFinished>;

function metricRows(runs: readonly PastRun[], ended: readonly Stages[]): readonly MetricRow[] {
  const gatesOf = groupBy(
    runs.flatMap(({ gates }) => gates),
    ({ stage }) => stage,
  );
  return stageNames(runs).flatMap((stage) => {
    const values = ended.map((stages) => stages.get(stage)?.metrics ?? {});
    const gates = gatesOf.get(stage) ?? [];
    const gated = new Set(gates.map((gate) => gate.metric));
    const names = new Set(values.flatMap((metrics) => Object.keys(metrics)));
    // What has a gate is what matters most.
    return [...names]
      .toSorted((left, right) => Number(gated.has(right)) - Number(gated.has(left)))
      .map((metric): MetricRow => {
        const row = values.map((metrics) => (Object.hasOwn(metrics, metric) ? metrics[metric] : undefined));
        const better = directionOf(metric, gates);
        const best = bestOf(row, better);
        return { stage, metric, better, values: row, ...(best !== undefined && { best }) };
      });
  });
}

function bestOf(values: readonly (number | undefined)[], better: Direction | undefined): number | undefined {
  const known = values.filter((value) => value !== undefined);
  if (better === undefined || known.length < 2) return undefined;
  const best = better === "higher" ? Math.max(...known) : Math.min(...known);
  return known.filter((value) => value === best).length === 1 ? values.indexOf(best) : undefined;
}

/** In the order of the first run, then what only later ones have. */
const stageNames = (runs: readonly PastRun[]): readonly StageId[] => [
  ...new Set(runs.flatMap((run) => [...run.started.stages, ...run.stages.map(({ stage }) => stage)])),
];

const cellOf = (stage: StageFinished | undefined): StageRow["cells"][number] =>
  stage && { outcome: stage.outcome, milliseconds: stage.milliseconds };

function environmentOf({ started }: PastRun): Readonly<Record<string, string>> {
  const { environment, commit, jobs } = started;
  return {
    ...(commit !== undefined && { commit }),
    jobs: String(jobs),
    ...(environment !== undefined && {
      millrace: environment.millrace,
      "Node.js": environment.node,
      system: environment.system,
      processors: String(environment.processors),
    }),
  };
}
