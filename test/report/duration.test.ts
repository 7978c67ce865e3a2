import { expect, test } from "vitest";
import { duration } from "../../engine/report/duration.ts";

test.each([
  [0.4, "0 ms"],
  [41, "41 ms"],
  [999.7, "1.0 s"],
  [3240, "3.2 s"],
  [59_960, "1 min 00 s"],
  [247_400, "4 min 07 s"],
  [3_599_700, "1 h 00 min"],
  [7_512_000, "2 h 05 min"],
])("%s ms is %s", (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});
