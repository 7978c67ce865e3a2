import { join } from "node:path";
import type { GateEvaluated } from "../../events/event.ts";
import { evaluateGates } from "../../expression/evaluate-gates.ts";
import type { Plan, PlanStage } from "../../graph/plan.ts";
import { readMetrics } from "../../kind/metrics-file.ts";
import type { Lock } from "../../lock/lock-file.ts";
import type { Disk } from "../../platform/disk.ts";
import type { StageId } from "../../platform/identity.ts";
import { byStageAndMetric, isWanted, nameOf } from "./compare-metrics.ts";
import { foldIntervals, type Measured } from "./fold-intervals.ts";
import { type DirectedGate, type Direction, directionOf } from "./metric-direction.ts";

/** A metric as it is now. */
export interface ListedMetric extends Measured {
  readonly stage: StageId;
  readonly metric: string;
  readonly better?: Direction;
  /** From a port of type `measurement`: it differs from run to run, and is in no lock. */
  readonly measured: boolean;
  readonly gates: readonly { readonly expression: string; readonly passed: boolean }[];
}

export interface ListRequest {
  readonly disk: Disk;
  readonly lock: Lock;
  /** Without it neither measurements nor gates are known. */
  readonly plan: Plan | undefined;
  readonly projectRoot: string;
  readonly order: readonly string[];
  readonly gates: ReadonlyMap<string, readonly DirectedGate[]>;
  readonly stages?: readonly string[];
}

/** What the lock says of each metric, and the workspace's files of each measurement. */
export function listMetrics(request: ListRequest): readonly ListedMetric[] {
  const { lock, plan } = request;
  const stages = new Set([...lock.records.keys(), ...(plan?.stages.keys() ?? [])]);
  return [...stages]
    .filter((stage) => isWanted(stage, request.stages))
    .flatMap((stage) => ofStage(stage, request))
    .toSorted(byStageAndMetric(request.order));
}

function ofStage(id: StageId, request: ListRequest): readonly ListedMetric[] {
  const stage = request.plan?.stages.get(id);
  const recorded = request.lock.records.get(id)?.metrics ?? {};
  const measured = stage === undefined ? {} : measurements(stage, request);
  const all = { ...measured, ...recorded };
  const verdicts = stage === undefined ? [] : evaluateGates({ stage: id, gates: stage.gates, metrics: all, sources: [] }).evaluated;
  const directions = request.gates.get(nameOf(id)) ?? [];
  return foldIntervals([all])
    .flatMap((folded) => [...folded])
    .map(([metric, figures]) => {
      const better = directionOf(metric, directions);
      return {
        stage: id,
        metric,
        ...figures,
        ...(better !== undefined && { better }),
        measured: !Object.hasOwn(recorded, metric),
        gates: verdicts.filter((gate) => isOn(gate, metric)).map(({ expression, passed }) => ({ expression, passed })),
      };
    });
}

const isOn = (gate: GateEvaluated, metric: string): boolean =>
  gate.metric === metric || gate.metric.replace(/\.(low|high)$/, "") === metric;

/** What cannot be read is not shown: a run says what is wrong with it. */
function measurements({ outputs }: PlanStage, { disk, projectRoot }: ListRequest): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { type, path } of outputs) {
    const file = join(projectRoot, path);
    if (type !== "measurement" || disk.statTarget(file)?.type !== "file") continue;
    const read = readMetrics(disk.read(file).toString("utf8"));
    if (read.ok) Object.assign(found, read.value);
  }
  return found;
}
