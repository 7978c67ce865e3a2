import type { Random } from "../shared/random/random.ts";
import { seededRandom } from "../shared/random/seeded-random.ts";
import type { EvaluateContext } from "./evaluated.ts";

/** How intervals are made; what `with` leaves out is as its schema says. */
export interface IntervalSettings {
  readonly confidence: number;
  readonly resamples: number;
  readonly random: Random;
  readonly signal: AbortSignal;
}

export function intervalSettings({ with: options, signal }: EvaluateContext): IntervalSettings {
  const { confidence = 0.95, resamples = 1000, seed = 0 } = options;
  return { confidence, resamples, random: seededRandom(seed).derive("bootstrap"), signal };
}
