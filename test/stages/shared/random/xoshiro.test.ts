import { expect, test } from "vitest";
import { nextBits } from "../../../../stages/shared/random/xoshiro.ts";

test("gives the numbers of the authors' C program", () => {
  const state = Uint32Array.of(1, 2, 3, 4);
  const drawn = Array.from({ length: 10 }, () => nextBits(state));
  expect(drawn).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804]);
});
