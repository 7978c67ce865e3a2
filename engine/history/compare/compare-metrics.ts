import type { Lock } from "../../lock/lock-file.ts";
import type { StageId } from "../../platform/identity.ts";
import { foldIntervals, type Measured } from "./fold-intervals.ts";
import { type DirectedGate, type Direction, directionOf } from "./metric-direction.ts";

export const rowStates = ["changed", "added", "removed", "same"] as const;
export type RowState = (typeof rowStates)[number];

/** A metric of a stage in two versions. */
export interface MetricRow {
  readonly stage: StageId;
  readonly metric: string;
  readonly state: RowState;
  readonly before?: Measured;
  readonly after?: Measured;
  /** `after - before`; absent unless both are there. */
  readonly change?: number;
  /** Of the value before, as a fraction of its size; absent where it was 0. */
  readonly relative?: number;
  readonly better?: Direction;
  /** Where the value moved and it is known which way is better. */
  readonly verdict?: "better" | "worse";
}

export interface MetricsRequest {
  readonly before: Pick<Lock, "records">;
  readonly after: Pick<Lock, "records">;
  /** Names of stages, without instances, in the order in which they are shown; others follow. */
  readonly order: readonly string[];
  /** Of a stage, by its name without the instance. */
  readonly gates: ReadonlyMap<string, readonly DirectedGate[]>;
  /** Of a stage, or of an instance: the others are left out. */
  readonly stages?: readonly string[];
  /** Left out: their values are not known in one of the versions. */
  readonly unknown?: ReadonlySet<StageId>;
}

/** Every metric of either version, once: by stage, then by metric, then by instance of a matrix. */
export function compareMetrics(request: MetricsRequest): readonly MetricRow[] {
  const stages = new Set(
    [...request.before.records.keys(), ...request.after.records.keys()].filter(
      (stage) => isWanted(stage, request.stages) && request.unknown?.has(stage) !== true,
    ),
  );
  return [...stages].flatMap((stage) => rowsOf(stage, request)).toSorted(byStageAndMetric(request.order));
}

interface Named {
  readonly stage: StageId;
  readonly metric: string;
}

/** By stage in the order given, then by metric, the parts of others last, then by instance of a matrix. */
export const byStageAndMetric =
  (order: readonly string[]) =>
  (one: Named, other: Named): number =>
    rank(one, order) - rank(other, order) ||
    byText(nameOf(one.stage), nameOf(other.stage)) ||
    Number(one.metric.includes(".")) - Number(other.metric.includes(".")) ||
    byText(one.metric, other.metric) ||
    instances.compare(one.stage, other.stage);

export const nameOf = (stage: string): string => stage.split("@")[0] ?? stage;

/** Whether a stage, or the matrix that it is of, is among those asked for; all are where none is. */
export const isWanted = (stage: StageId, stages: readonly string[] | undefined): boolean =>
  stages === undefined || stages.includes(stage) || stages.includes(nameOf(stage));

function rowsOf(stage: StageId, { before, after, gates }: MetricsRequest): readonly MetricRow[] {
  const [old, now] = [before.records.get(stage)?.metrics ?? {}, after.records.get(stage)?.metrics ?? {}];
  const [oldFigures, nowFigures] = foldIntervals([old, now]);
  const metrics = new Set([...(oldFigures?.keys() ?? []), ...(nowFigures?.keys() ?? [])]);
  return [...metrics].map((metric) => {
    const better = directionOf(metric, gates.get(nameOf(stage)) ?? []);
    return { stage, metric, ...difference({ before: oldFigures?.get(metric), after: nowFigures?.get(metric), better }) };
  });
}

interface Versions {
  readonly before: Measured | undefined;
  readonly after: Measured | undefined;
  readonly better: Direction | undefined;
}

function difference({ before, after, better }: Versions): Omit<MetricRow, "stage" | "metric"> {
  const direction = better === undefined ? {} : { better };
  if (before === undefined || after === undefined) {
    return { state: before === undefined ? "added" : "removed", ...(before && { before }), ...(after && { after }), ...direction };
  }
  const change = withoutNoise(after.value - before.value);
  const moved = before.value !== after.value;
  return {
    state: moved || before.low !== after.low || before.high !== after.high ? "changed" : "same",
    before,
    after,
    change,
    ...(before.value !== 0 && { relative: withoutNoise(change / Math.abs(before.value)) }),
    ...direction,
    ...(moved && better !== undefined && { verdict: change > 0 === (better === "higher") ? "better" : "worse" }),
  };
}

function rank({ stage }: Named, order: readonly string[]): number {
  const index = order.indexOf(nameOf(stage));
  return index < 0 ? order.length : index;
}

/** 0.95 - 0.9 is 0.05, and not 0.04999999999999993. */
const withoutNoise = (value: number): number => Number(value.toPrecision(12));

const byText = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);
/** `train@2` before `train@10`. */
const instances = new Intl.Collator("en", { numeric: true });
