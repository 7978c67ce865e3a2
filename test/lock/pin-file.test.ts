import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Entry, entryText } from "../../engine/key/entry.ts";
import type { Pin } from "../../engine/lock/pin.ts";
import { parsePin, renderPin } from "../../engine/lock/pin-file.ts";
import { asDigest, asProjectPath } from "../../engine/platform/identity.ts";

const path = asProjectPath("data/birds");
const digests = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 64, maxLength: 64 }).map(asDigest);
const entries: fc.Arbitrary<Entry> = fc.record({ digest: digests, shape: fc.constantFrom("file", "executable", "directory") });
const texts = fc.oneof(
  fc.webUrl(),
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom("true", "1.0", "a: b", "a #b", '"', "-", "a:"),
);
const origins = fc.record({ url: texts, etag: texts, path: texts, revision: texts }, { requiredKeys: ["url"] });
const pins: fc.Arbitrary<Pin> = fc.record(
  { path: fc.constant(path), entry: entries, size: fc.nat(), files: fc.nat(), origin: origins },
  { requiredKeys: ["path", "entry", "size", "files"] },
);

const birds = renderPin({ path, entry: { digest: asDigest("ab".repeat(32)), shape: "directory" }, size: 1200, files: 3 });
const message = (text: string): string => {
  const parsed = parsePin({ path, text });
  return parsed.ok ? "a pin" : `${parsed.failure.code} ${parsed.failure.place?.line}: ${parsed.failure.why}`;
};

describe("a pin file", () => {
  test("says all of a pin, and any reader of YAML reads the same", () => {
    fc.assert(
      fc.property(pins, (pin) => {
        const text = renderPin(pin);
        expect(parsePin({ path, text })).toEqual({ ok: true, value: pin });
        const { digest, size, files, pin: _format, ...origin } = parse(text);
        expect({ digest, size, files, origin }).toEqual({
          digest: /^\d+$/.test(entryText(pin.entry)) ? expect.anything() : entryText(pin.entry),
          size: pin.size,
          files: pin.files,
          origin: pin.origin ?? {},
        });
      }),
    );
  });

  test("with Windows line ends says the same", () => {
    expect(parsePin({ path, text: birds.replaceAll("\n", "\r\n") })).toEqual(parsePin({ path, text: birds }));
  });

  test("of which anything is lost is no pin, or the same pin", () => {
    const whole = parsePin({ path, text: birds });
    for (let length = 0; length < birds.length - 1; length += 1) {
      const cut = parsePin({ path, text: birds.slice(0, length) });
      if (cut.ok) expect({ ...cut.value, files: 3 }).toEqual(whole.ok && whole.value);
    }
  });

  test("with what git leaves of a merge is no pin, and says where", () => {
    const merged = birds.replace(/digest: .*\n/, "<<<<<<< HEAD\n$&=======\n$&>>>>>>> theirs\n");
    expect(message(merged)).toBe("pin-conflict 3: the bytes of two versions cannot be merged: one of them counts");
  });

  test.each([
    ["a digest that is cut", birds.replace(/(digest: .{12}).*/, "$1"), "pin-damaged 3: `digest` must be"],
    ["a size in words", birds.replace("1200", "much"), "pin-damaged 4: `size` must be"],
    ["a key with a typo", birds.replace("digest", "digst"), "pin-damaged 6: it has no line `digest`"],
    ["a fact twice", `${birds}size: 7\n`, "pin-damaged 6: this line is no fact"],
    ["no format", birds.replace("pin: 1\n", ""), "pin-damaged 5: it does not say `pin: 1`"],
    ["another format", birds.replace("pin: 1", "pin: 2"), "pin-damaged 2: it does not say `pin: 1`"],
    ["nested YAML", `${birds}url: { a: 1 }\n`, "pin-damaged 6: this line is no fact"],
  ])("with %s is no pin, and says where", (_what, text, said) => {
    expect(message(text)).toContain(said);
  });
});
