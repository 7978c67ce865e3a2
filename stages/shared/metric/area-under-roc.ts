import type { ClassificationOutcome, Counts } from "./classification-outcome.ts";

/** The rows sorted by one class' probability: made once, and used for every resample. */
export interface Ranking {
  readonly order: Uint32Array;
  readonly scores: Float64Array;
  /** 1 where the row is of the class. */
  readonly positive: Uint8Array;
}

export function rankBy(outcome: ClassificationOutcome, index: number): Ranking {
  const scores = Float64Array.from(outcome.actual, (_, row) => outcome.probabilities[row * outcome.classes.length + index] as number);
  const positive = Uint8Array.from(outcome.actual, (actual) => (actual === index ? 1 : 0));
  const order = Uint32Array.from(scores.keys()).sort((one, other) => (scores[one] as number) - (scores[other] as number));
  return { order, scores, positive };
}

/**
 * The area under the receiver's curve: how often a row of the class is ranked above a row of another, ties counting half (Mann and
 * Whitney's U). Undefined unless both kinds of rows are there.
 */
export function areaUnderRoc({ order, scores, positive }: Ranking, counts?: Counts): number | undefined {
  let below = 0;
  let positives = 0;
  let wins = 0;
  for (let start = 0; start < order.length; ) {
    const score = scores[order[start] as number] as number;
    let tiedPositives = 0;
    let tiedNegatives = 0;
    let end = start;
    for (; end < order.length; end++) {
      const row = order[end] as number;
      if (scores[row] !== score) break;
      const count = counts === undefined ? 1 : (counts[row] as number);
      if (positive[row] === 1) tiedPositives += count;
      else tiedNegatives += count;
    }
    wins += tiedPositives * (below + tiedNegatives / 2);
    below += tiedNegatives;
    positives += tiedPositives;
    start = end;
  }
  return positives === 0 || below === 0 ? undefined : wins / (positives * below);
}
