import type { Random } from "../shared/random/random.ts";
import { bootstrapIntervals } from "../shared/statistics/bootstrap-intervals.ts";
import type { Interval } from "../shared/statistics/interval.ts";
import { wilsonInterval } from "../shared/statistics/wilson-interval.ts";
import type { Measure, Metric } from "./measure.ts";

export interface Taking<Sample> {
  readonly metrics: readonly Metric<Sample>[];
  readonly rows: number;
  /** The sample of all rows, or of a draw: `counts[row]` is how often a row is in it. */
  sampleOf(counts?: Uint32Array): Sample;
  readonly confidence: number;
  readonly resamples: number;
  readonly random: Random;
  readonly signal: AbortSignal;
}

export interface Taken<Sample> {
  readonly measures: readonly Measure[];
  readonly undefinedMetrics: readonly Metric<Sample>[];
}

/** Rates get Wilson's interval, everything else a bootstrap's, all from the same resamples. */
export function takeMeasures<Sample>(taking: Taking<Sample>): Taken<Sample> {
  const whole = taking.sampleOf();
  const drawn = bootstrap(taking);
  const measures: Measure[] = [];
  const undefinedMetrics: Metric<Sample>[] = [];
  for (const [index, metric] of taking.metrics.entries()) {
    const value = metric.of(whole);
    if (value === undefined || !Number.isFinite(value)) {
      undefinedMetrics.push(metric);
      continue;
    }
    const interval = wilson({ metric, whole, confidence: taking.confidence }) ?? named("bootstrap", drawn.get(String(index)));
    measures.push({ path: metric.path, value, ...(interval === undefined ? {} : { interval }) });
  }
  return { measures, undefinedMetrics };
}

function wilson<Sample>({ metric, whole, confidence }: { metric: Metric<Sample>; whole: Sample; confidence: number }) {
  const rate = metric.rate?.(whole);
  if (rate === undefined || rate.trials === 0) return undefined;
  return named("Wilson", wilsonInterval({ ...rate, confidence }));
}

function bootstrap<Sample>({ metrics, rows, sampleOf, confidence, resamples, random, signal }: Taking<Sample>) {
  const resampled = [...metrics.entries()].filter(([, metric]) => metric.rate === undefined);
  if (resampled.length === 0 || resamples === 0) return new Map<string, Interval>();
  return bootstrapIntervals({
    rows,
    resamples,
    confidence,
    random,
    signal,
    statistics: (counts) => {
      const sample = sampleOf(counts);
      return Object.fromEntries(resampled.map(([index, metric]) => [String(index), metric.of(sample)]));
    },
  });
}

function named<By extends "Wilson" | "bootstrap">(by: By, interval: Interval | undefined) {
  return interval === undefined ? undefined : { ...interval, by };
}
