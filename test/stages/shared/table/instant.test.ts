import fc from "fast-check";
import { expect, test } from "vitest";
import { instantOf } from "../../../../stages/shared/table/instant.ts";

test("what the platform writes is read back", () => {
  const date = fc.date({ min: new Date("0000-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true });
  fc.assert(fc.property(date, (instant) => instantOf(instant.toISOString()) === instant.getTime()));
});

test.each([
  ["1970-01-01", 0],
  ["1970-01-01 00:01", 60_000],
  ["1970-01-01T01:00:00+01:00", 0],
  ["1969-12-31T19:30-0430", 0],
  ["1970-01-01T00:00:00,25Z", 250],
  ["2000-02-29", 951_782_400_000],
])("%s is %d", (text, instant) => {
  expect(instantOf(text)).toBe(instant);
});

test.each([
  "",
  "1993",
  "1993-05",
  "1993-13-01",
  "1993-00-01",
  "1993-02-29",
  "1900-02-29",
  "1993-05-01T24:00",
  "1993-05-01T10:60",
  "1993-05-01T10:00:60",
  "1993-05-01T10:00+24:00",
  "1993-05-01Z",
  "01.05.1993",
  " 1993-05-01",
])("%j is no date", (text) => {
  expect(instantOf(text)).toBeUndefined();
});
