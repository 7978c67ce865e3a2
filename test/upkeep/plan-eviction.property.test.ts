import * as fc from "fast-check";
import { expect, test } from "vitest";
import { asDigest, type Digest } from "../../engine/platform/identity.ts";
import { planEviction } from "../../engine/upkeep/plan-eviction.ts";
import type { Kept, KeptAction, Survey } from "../../engine/upkeep/survey.ts";

const digest = (letter: string, index: number): Digest => asDigest(`${letter}${index}`.padEnd(64, "0"));
const day = 86_400_000;
const now = 1000 * day;

/** Objects of a few bytes, results that share them, some of which something needs. */
const store = fc
  .record({
    objects: fc.array(fc.record({ bytes: fc.integer({ min: 0, max: 50 }), age: fc.integer({ min: 0, max: 60 }), needed: fc.boolean() }), {
      minLength: 1,
      maxLength: 12,
    }),
    actions: fc.array(
      fc.record({
        outputs: fc.uniqueArray(fc.nat({ max: 14 }), { maxLength: 4 }),
        age: fc.integer({ min: 0, max: 60 }),
        torn: fc.boolean(),
      }),
      { maxLength: 8 },
    ),
    size: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constant(Number.POSITIVE_INFINITY)),
    age: fc.oneof(fc.integer({ min: 0, max: 70 }), fc.constant(Number.POSITIVE_INFINITY)),
  })
  .map(({ objects, actions, size, age }) => {
    const kept = new Map<Digest, Kept>(
      objects.map((object, index) => [digest("b", index), { path: `b${index}`, bytes: object.bytes, usedAt: now - object.age * day }]),
    );
    const results = new Map<Digest, KeptAction>(
      actions.map((action, index) => {
        const outputs = Object.fromEntries(
          action.outputs.map((output) => [`port${output}`, { digest: digest("b", output), shape: "file" as const }]),
        );
        const file = { path: `a${index}`, bytes: 3, usedAt: now - action.age * day };
        return [digest("a", index), { ...file, ...(!action.torn && { result: { outputs, metrics: {} } }) }];
      }),
    );
    const survey: Survey = { objects: kept, actions: results, temporaries: [] };
    const needed = new Set(objects.flatMap((object, index) => (object.needed ? [digest("b", index)] : [])));
    const objectsOf = (key: Digest) => Object.values(results.get(key)?.result?.outputs ?? {}).map((entry) => entry.digest);
    return { survey, needed, objectsOf, limits: { size, age: age * day }, now };
  });

const bytes = (files: Iterable<{ readonly bytes: number }>): number => [...files].reduce((sum, file) => sum + file.bytes, 0);

test("what is needed stays, what stays is whole, and nothing goes that need not", () => {
  fc.assert(
    fc.property(store, (request) => {
      const { survey, needed, objectsOf, limits } = request;
      const { objects, actions } = planEviction(request);
      const goneObjects = new Set(objects.map((evicted) => evicted.digest));
      const goneActions = new Set(actions.map((evicted) => evicted.digest));
      expect([goneObjects.size, goneActions.size]).toEqual([objects.length, actions.length]);
      for (const gone of goneObjects) expect(needed.has(gone)).toBe(false);

      const staying = [...survey.actions.keys()].filter((key) => !goneActions.has(key));
      for (const key of staying) {
        expect(survey.actions.get(key)?.result).toBeDefined();
        for (const output of objectsOf(key)) {
          expect(survey.objects.has(output)).toBe(true);
          expect(goneObjects.has(output)).toBe(false);
        }
      }

      const left = bytes(survey.objects.values()) + bytes(survey.actions.values()) - bytes(objects) - bytes(actions);
      const owned = new Set(staying.flatMap(objectsOf));
      const removable = [...survey.objects].filter(([name]) => !needed.has(name) && !goneObjects.has(name) && !owned.has(name));
      const optional = staying.filter((key) => objectsOf(key).some((output) => !needed.has(output)));
      if (left > limits.size) expect([removable, optional]).toEqual([[], []]);
      for (const [, { usedAt }] of removable) expect(now - usedAt).toBeLessThanOrEqual(limits.age);

      const bySize = [...objects, ...actions].filter(({ why }) => why === "size");
      if (limits.size === Number.POSITIVE_INFINITY) expect(bySize).toEqual([]);
      if (limits.age === Number.POSITIVE_INFINITY) expect([...objects, ...actions].filter(({ why }) => why === "age")).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test("least recently used goes first, and no more than must", () => {
  const kept = (path: string, age: number): Kept => ({ path, bytes: 100, usedAt: now - age * day });
  const objects = new Map([
    [digest("b", 1), kept("b1", 5)],
    [digest("b", 2), kept("b2", 9)],
    [digest("b", 3), kept("b3", 1)],
  ]);
  const request = { survey: { objects, actions: new Map(), temporaries: [] }, needed: new Set<Digest>(), objectsOf: () => [], now };
  const planned = (size: number, age = 30) =>
    planEviction({ ...request, limits: { size, age: age * day } }).objects.map(({ path, why }) => `${path} ${why}`);
  expect(planned(300)).toEqual([]);
  expect(planned(299)).toEqual(["b2 size"]);
  expect(planned(100)).toEqual(["b2 size", "b1 size"]);
  expect(planned(200, 2)).toEqual(["b2 age", "b1 age"]);
});
