import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../../../../stages/shared/random/seeded-random.ts";

const draw = (count: number, from: () => number) => Array.from({ length: count }, from);

test("the numbers of a seed never change", () => {
  const random = seededRandom(7);
  expect(draw(3, random.next)).toEqual([0.5438608044298109, 0.5604429122572074, 0.9998875247695621]);
  expect(draw(8, () => random.below(100))).toEqual([11, 50, 63, 11, 86, 78, 17, 65]);
  expect(draw(3, random.normal)).toEqual([1.4006842708316698, -0.7603438747332198, -1.0023977767925982]);
  const items = ["barbera", "barolo", "grignolino", "nebbiolo", "dolcetto"];
  random.shuffle(items);
  expect(items).toEqual(["dolcetto", "barbera", "nebbiolo", "grignolino", "barolo"]);
  expect(random.derive("rows").next()).toBe(0.4473307729980509);
});

test("a number and its text are one seed, and other seeds differ", () => {
  expect(seededRandom("7").next()).toBe(seededRandom(7).next());
  expect(seededRandom(8).next()).not.toBe(seededRandom(7).next());
  expect(seededRandom("").next()).not.toBe(seededRandom("0").next());
});

test("a derived source depends on its name alone, not on what was drawn", () => {
  const untouched = seededRandom(7).derive("dropout");
  const random = seededRandom(7);
  draw(100, random.next);
  expect(draw(5, random.derive("dropout").next)).toEqual(draw(5, untouched.next));
  expect(random.derive("initializer").next()).not.toBe(random.derive("dropout").next());
  expect(random.derive("a").derive("b").next()).not.toBe(random.derive("ab").next());
});

test("below stays below its bound, for small and for huge bounds", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (seed, bound) => {
      const drawn = seededRandom(seed).below(bound);
      return Number.isInteger(drawn) && drawn >= 0 && drawn < bound;
    }),
  );
  expect(() => seededRandom(1).below(0)).toThrow(RangeError);
});

test("below is even: chi-square of 60,000 throws of a die stays under the 0.999 quantile of five degrees of freedom", () => {
  const random = seededRandom("die");
  const counts = new Array<number>(6).fill(0);
  for (const face of draw(60_000, () => random.below(6))) counts[face] = (counts[face] ?? 0) + 1;
  const statistic = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(statistic).toBeLessThan(20.5);
});

test("normal has mean 0 and deviation 1", () => {
  const drawn = draw(40_000, seededRandom("normal").normal);
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length;
  expect(Math.abs(mean)).toBeLessThan(0.02);
  expect(Math.abs(variance - 1)).toBeLessThan(0.03);
});

test("shuffle keeps every item, in lists and in typed arrays alike", () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.integer({ min: -1000, max: 1000 })), (seed, items) => {
      const list = [...items];
      const typed = Int32Array.from(items);
      seededRandom(seed).shuffle(list);
      seededRandom(seed).shuffle(typed);
      expect(list).toEqual([...typed]);
      expect(list.toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b));
    }),
  );
});
