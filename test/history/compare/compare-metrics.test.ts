import fc from "fast-check";
import { expect, test } from "vitest";
import { compareMetrics, rowStates } from "../../../engine/history/compare/compare-metrics.ts";
import { recordsOf } from "../revision/git-project.ts";

const nothing = { order: [], gates: new Map() };

const metricName = fc.constantFrom("accuracy", "accuracy.low", "accuracy.high", "loss", "loss.low", "rows", "per_class.barolo.f1");
const metrics = fc.dictionary(metricName, fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }));
const locks = fc.dictionary(fc.constantFrom("train", "train@2", "train@10", "evaluate"), metrics);

test("a version compared with itself has no difference", () => {
  fc.assert(
    fc.property(locks, (lock) => {
      const records = recordsOf(lock);
      for (const row of compareMetrics({ before: { records }, after: { records }, ...nothing })) {
        expect([row.state, row.change, row.verdict]).toEqual(["same", 0, undefined]);
      }
    }),
  );
});

test("every metric of either version is counted once, and its figures are those of the locks", () => {
  fc.assert(
    fc.property(locks, locks, (old, now) => {
      const rows = compareMetrics({ before: { records: recordsOf(old) }, after: { records: recordsOf(now) }, ...nothing });
      const names = rows.map(({ stage, metric }) => `${stage} ${metric}`);
      expect(new Set(names).size).toBe(names.length);
      expect(rowStates.reduce((sum, state) => sum + rows.filter((row) => row.state === state).length, 0)).toBe(rows.length);
      for (const [lock, side] of [
        [old, "before"],
        [now, "after"],
      ] as const) {
        const told = rows.flatMap(({ stage, metric, ...row }) =>
          Object.entries(row[side] ?? {}).map(([part, value]) => [`${stage} ${metric}${part === "value" ? "" : `.${part}`}`, value]),
        );
        const held = Object.entries(lock).flatMap(([stage, values]) =>
          Object.entries(values).map(([metric, value]) => [`${stage} ${metric}`, value]),
        );
        expect(Object.fromEntries(told)).toEqual(Object.fromEntries(held));
      }
    }),
  );
});

test("turning the versions round turns better into worse", () => {
  fc.assert(
    fc.property(locks, locks, (old, now) => {
      const [before, after] = [{ records: recordsOf(old) }, { records: recordsOf(now) }];
      const there = compareMetrics({ before, after, ...nothing });
      const back = compareMetrics({ before: after, after: before, ...nothing });
      const other = { better: "worse", worse: "better" } as const;
      expect(back.map(({ verdict }) => verdict)).toEqual(there.map(({ verdict }) => verdict && other[verdict]));
    }),
  );
});
