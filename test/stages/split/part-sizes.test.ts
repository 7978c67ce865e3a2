import fc from "fast-check";
import { expect, test } from "vitest";
import { classSizes } from "../../../stages/split/class-sizes.ts";
import { weightsOf } from "../../../stages/split/part.ts";
import { partSizes } from "../../../stages/split/part-sizes.ts";
import { failureOf } from "../stage-context.ts";

test.each([
  [178, [0.6, 0.2, 0.2], [107, 36, 35]],
  [10, [0.6, 0.2, 0.2], [6, 2, 2]],
  [11, [0.5, 0, 0.5], [6, 0, 5]],
  [7, [0.7, 0.15, 0.15], [5, 1, 1]],
  [100, [0.29, 0.01, 0.7], [29, 1, 70]],
  [2, [0.4, 0.3, 0.3], [1, 1, 0]],
  [0, [0.6, 0.2, 0.2], [0, 0, 0]],
] as const)("%i rows in fractions %j are %j", (rows, [train, validation, test], sizes) => {
  expect(partSizes(rows, weightsOf({ train, validation, test }))).toEqual(sizes);
});

/** Three weights that add up to 1, in hundredths; validation is often 0. */
const fractions = fc
  .tuple(fc.integer({ min: 1, max: 98 }), fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 98 })))
  .filter(([train, validation]) => train + validation < 100)
  .map(([train, validation]) => ({ train: train / 100, validation: validation / 100, test: (100 - train - validation) / 100 }));

test("sizes add up, and each is its share rounded down or up", () => {
  fc.assert(
    fc.property(fc.nat({ max: 5000 }), fractions, (rows, shares) => {
      const sizes = partSizes(rows, weightsOf(shares));
      expect(sizes[0] + sizes[1] + sizes[2]).toBe(rows);
      [shares.train, shares.validation, shares.test].forEach((share, part) => {
        expect(Math.abs((sizes[part] ?? 0) - share * rows)).toBeLessThan(1);
      });
    }),
  );
});

test("of classes: each is divided without rest, the parts are as large as without classes, each number is rounded down or up", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 25 }), fractions, (classRows, shares) => {
      const weights = weightsOf(shares);
      const sizes = classSizes(classRows, weights);
      expect(sizes.map((counts) => counts[0] + counts[1] + counts[2])).toEqual(classRows);
      const total = (part: 0 | 1 | 2) => sizes.reduce((sum, counts) => sum + counts[part], 0);
      const rows = classRows.reduce((sum, count) => sum + count, 0);
      expect([total(0), total(1), total(2)]).toEqual(partSizes(rows, weights));
      sizes.forEach((counts, index) => {
        [shares.train, shares.validation, shares.test].forEach((share, part) => {
          expect(Math.abs((counts[part] ?? 0) - share * (classRows[index] ?? 0))).toBeLessThan(1);
        });
      });
    }),
    { numRuns: 1000 },
  );
});

test("where no class can give a row straight to the part that lacks one, it goes by way of the third", () => {
  const weights = weightsOf({ train: 0.4, validation: 0.5, test: 0.1 });
  expect(partSizes(17, weights)).toEqual([7, 8, 2]);
  expect(classSizes([6, 6, 5], weights)).toEqual([
    [3, 3, 0],
    [2, 3, 1],
    [2, 2, 1],
  ]);
});

test("a part keeps its last row of a class where another class can give one", () => {
  const weights = weightsOf({ train: 0.35, validation: 0.45, test: 0.2 });
  expect(partSizes(17, weights)).toEqual([6, 8, 3]);
  expect(classSizes([3, 14], weights)).toEqual([
    [1, 1, 1],
    [5, 7, 2],
  ]);
});

test("fractions that do not add up to 1 are refused", async () => {
  expect(await failureOf(async () => weightsOf({ train: 0.6, validation: 0.2, test: 0.1 }))).toEqual({
    code: "split-impossible",
    message: "the fractions add up to 0.9, not to 1",
    why: "train 0.6, validation 0.2, test 0.1",
  });
  expect(weightsOf({ train: 1 / 3, validation: 1 / 3, test: 1 / 3 })).toEqual([333333333n, 333333333n, 333333333n]);
});
