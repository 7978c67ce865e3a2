import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { didYouMean, editDistance, listOf } from "../../engine/diagnostics/did-you-mean.ts";

const known = ["strategy", "by", "fractions", "seed", "in", "out", "timeout", "uses"];

test.each([
  ["stratgey", "strategy"],
  ["sede", "seed"],
  ["Seed", "seed"],
  ["ins", "in"],
  ["time_out", "timeout"],
  ["usse", "uses"],
  ["learning_rate", undefined],
  ["ab", undefined],
  ["", undefined],
])("%j means %j", (word, meant) => {
  expect(didYouMean(word, known)).toBe(meant);
});

test("of equally near ones the first is meant", () => {
  expect(didYouMean("tain", ["train", "taint"])).toBe("train");
});

describe("the edit distance", () => {
  const word = fc.stringMatching(/^[abc]{0,7}$/);

  /** The definition, without tables. */
  function byDefinition(left: string, right: string): number {
    if (left === "" || right === "") return left.length + right.length;
    const [a, b] = [left.slice(0, -1), right.slice(0, -1)];
    const same = left.at(-1) === right.at(-1) ? 0 : 1;
    const swapped = left.length > 1 && right.length > 1 && left.at(-1) === right.at(-2) && left.at(-2) === right.at(-1);
    return Math.min(
      byDefinition(a, right) + 1,
      byDefinition(left, b) + 1,
      byDefinition(a, b) + same,
      swapped ? byDefinition(left.slice(0, -2), right.slice(0, -2)) + 1 : Number.POSITIVE_INFINITY,
    );
  }

  test("is what its definition says", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[abc]{0,5}$/), fc.stringMatching(/^[abc]{0,5}$/), (left, right) => {
        expect(editDistance(left, right)).toBe(byDefinition(left, right));
      }),
    );
  });

  test("is the same both ways, and never above its limit", () => {
    fc.assert(
      fc.property(word, word, fc.nat(8), (left, right, limit) => {
        expect(editDistance(left, right)).toBe(editDistance(right, left));
        expect(editDistance(left, right, limit)).toBe(Math.min(limit, editDistance(left, right)));
      }),
    );
  });
});

test.each([
  [[], ""],
  [["a"], "`a`"],
  [["a", "b"], "`a` and `b`"],
  [["a", "b", "c"], "`a`, `b` and `c`"],
])("%j is listed as %s", (words, text) => {
  expect(listOf(words)).toBe(text);
});

test("a long list is cut, and counted", () => {
  expect(listOf(["a", "b", "c", "d"], { limit: 2 })).toBe("`a`, `b`, … (4 in all)");
});
