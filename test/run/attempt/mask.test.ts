import fc from "fast-check";
import { expect, test } from "vitest";
import { maskOf } from "../../../engine/run/attempt/mask.ts";

const letters = fc.string({ unit: fc.constantFrom("a", "b", ".", "*", "(", "\\", "\n") });

test("no secret survives in a line, whatever signs it holds", () => {
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 4 }), letters, (secrets, text) => {
      const mask = maskOf(secrets);
      const words = secrets.flatMap((secret) => secret.split("\n")).filter((word) => word.length >= 3 && !/^\**$/.test(word));
      for (const line of text.split("\n")) {
        const masked = mask(line);
        // The stars of a mask may complete a word that begins or ends with stars: compare what is left around them.
        const rest = masked.split("***");
        for (const word of words) expect(rest.some((part) => part.includes(word))).toBe(false);
      }
    }),
  );
});

test.each([
  [["s3cret"], "the s3cret and the s3cret", "the *** and the ***"],
  [["cellar", "cellar-key"], "cellar-key of the cellar", "*** of the ***"],
  [["first\nsecond"], "a first, a second", "a ***, a ***"],
  [["1", ""], "epoch 1 of 10", "epoch 1 of 10"],
])("%j in %j", (secrets, line, masked) => {
  expect(maskOf(secrets)(line)).toBe(masked);
});
