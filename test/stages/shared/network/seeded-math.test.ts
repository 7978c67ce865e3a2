import { expect, test } from "vitest";
import { withSeededMath } from "../../../../stages/shared/network/seeded-math.ts";
import { seededRandom } from "../../../../stages/shared/random/seeded-random.ts";

test("Math.random is seeded inside, and what it was afterwards, come what may", () => {
  const original = Math.random;
  const inside = withSeededMath(seededRandom(7), () => [Math.random(), Math.random()]);
  const random = seededRandom(7);
  expect(inside).toEqual([random.next(), random.next()]);
  expect(Math.random).toBe(original);
  expect(() =>
    withSeededMath(random, () => {
      throw new Error("a layer that does not fit");
    }),
  ).toThrow("a layer that does not fit");
  expect(Math.random).toBe(original);
});
