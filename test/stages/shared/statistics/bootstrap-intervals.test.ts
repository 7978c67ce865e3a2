import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../stages/shared/random/seeded-random.ts";
import { bootstrapIntervals } from "../../../../stages/shared/statistics/bootstrap-intervals.ts";

const source = seededRandom("alcohol");
const alcohol = Array.from({ length: 200 }, () => 13 + 0.8 * source.normal());

function mean(counts: Uint32Array): number {
  return alcohol.reduce((sum, value, row) => sum + value * (counts[row] ?? 0), 0) / alcohol.length;
}

const ofMean = (seed: number, resamples = 2000) =>
  bootstrapIntervals({
    rows: alcohol.length,
    resamples,
    confidence: 0.95,
    random: seededRandom(seed),
    statistics: (counts) => ({ mean: mean(counts) }),
  }).get("mean");

describe("bootstrapIntervals", () => {
  it("of a mean agrees with the normal theory", () => {
    const center = alcohol.reduce((sum, value) => sum + value, 0) / alcohol.length;
    const deviation = Math.sqrt(alcohol.reduce((sum, value) => sum + (value - center) ** 2, 0) / alcohol.length);
    const half = (1.959963984540054 * deviation) / Math.sqrt(alcohol.length);
    const interval = ofMean(1);
    expect(Math.abs((interval?.low ?? 0) - (center - half))).toBeLessThan(0.1 * half);
    expect(Math.abs((interval?.high ?? 0) - (center + half))).toBeLessThan(0.1 * half);
  });

  it("repeats with its seed, and differs with another", () => {
    expect(ofMean(7, 50)).toEqual(ofMean(7, 50));
    expect(ofMean(8, 50)).not.toEqual(ofMean(7, 50));
  });

  it("draws as many rows as there are", () => {
    const totals = new Set<number>();
    bootstrapIntervals({
      rows: 30,
      resamples: 20,
      confidence: 0.9,
      random: seededRandom(1),
      statistics: (counts) => {
        totals.add(counts.reduce((sum, count) => sum + count, 0));
        return {};
      },
    });
    expect([...totals]).toEqual([30]);
  });

  it("gives no interval where too many resamples leave the statistic undefined", () => {
    let resample = 0;
    const intervals = bootstrapIntervals({
      rows: 5,
      resamples: 100,
      confidence: 0.95,
      random: seededRandom(1),
      statistics: () => {
        resample++;
        return { often: resample % 20 === 0 ? undefined : 1, rarely: resample % 4 === 0 ? 1 : undefined };
      },
    });
    expect([...intervals]).toEqual([["often", { low: 1, high: 1 }]]);
  });

  it("stops when told to", () => {
    const controller = new AbortController();
    controller.abort();
    const run = () =>
      bootstrapIntervals({
        rows: 5,
        resamples: 10,
        confidence: 0.95,
        random: seededRandom(1),
        statistics: () => ({}),
        signal: controller.signal,
      });
    expect(run).toThrow();
  });
});
