import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coreScalar } from "../../engine/spec/core-scalar.ts";
import { mergeMaps, type SourceMap } from "../../engine/spec/merge.ts";
import type { SourceEntry, SourceValue } from "../../engine/spec/pipeline.ts";
import { plainValue } from "../../engine/spec/plain-value.ts";
import { durationInMilliseconds, sizeInBytes } from "../../engine/spec/quantity.ts";
import { readYaml } from "../../engine/spec/read-yaml.ts";
import { maskTemplates, unmask } from "../../engine/spec/template-mask.ts";
import { valueAt } from "../../engine/spec/tree-path.ts";
import { recallTree, recordTree } from "../../engine/spec/tree-record.ts";

const at = fc.tuple(fc.constant(0), fc.nat(), fc.nat());
const tree = fc.letrec<{ value: SourceValue; scalar: SourceValue; list: SourceValue; map: SourceMap }>((tie) => ({
  value: fc.oneof({ depthSize: "small" }, tie("scalar"), tie("list"), tie("map")),
  scalar: fc.record({ kind: fc.constant("scalar"), tag: fc.constantFrom("str", "int", "float", "bool", "null"), text: fc.string(), at }),
  list: fc.record({ kind: fc.constant("list"), items: fc.array(tie("value"), { maxLength: 4 }), at }),
  map: fc.record({
    kind: fc.constant("map"),
    entries: fc.uniqueArray(fc.record({ key: fc.constantFrom("a", "b", "c", "__proto__"), keyAt: at, value: tie("value") }), {
      selector: (entry: SourceEntry) => entry.key,
      maxLength: 4,
    }),
    at,
  }),
}));

describe("a located tree", () => {
  test("survives its record", () => {
    fc.assert(
      fc.property(tree.value, (value) => {
        expect(recallTree(JSON.parse(JSON.stringify(recordTree(value))), 0)).toEqual(value);
      }),
    );
  });
});

describe("merging", () => {
  const bare = (value: SourceValue) => JSON.stringify(plainValue(value));

  test("with itself changes nothing", () => {
    fc.assert(
      fc.property(tree.map, (map) => {
        expect(bare(mergeMaps(map, map))).toBe(bare(map));
      }),
    );
  });

  test("leaves every value of the later map in its place", () => {
    fc.assert(
      fc.property(tree.map, tree.map, (earlier, later) => {
        const merged = mergeMaps(earlier, later);
        for (const { path, value } of leavesOf(later)) expect(valueAt(merged, path)).toEqual(value);
      }),
    );
  });

  test("leaves every value of the earlier map that the later one does not reach", () => {
    fc.assert(
      fc.property(tree.map, tree.map, (earlier, later) => {
        const merged = mergeMaps(earlier, later);
        const reached = (path: readonly string[]) => leavesOf(later).some((leaf) => leaf.path.every((step, index) => path[index] === step));
        for (const { path, value } of leavesOf(earlier))
          if (!reached(path) && valueAt(later, path) === undefined) expect(valueAt(merged, path)).toEqual(value);
      }),
    );
  });
});

/** What is no map, with the keys that lead there. */
function leavesOf(
  value: SourceValue,
  path: readonly string[] = [],
): readonly { readonly path: readonly string[]; readonly value: SourceValue }[] {
  if (value.kind !== "map") return [{ path, value }];
  return value.entries.flatMap((entry) => leavesOf(entry.value, [...path, entry.key]));
}

describe("masking templates", () => {
  const text = fc
    .array(fc.constantFrom("${{", "}}", "{", "}", ": ", ",", " params.seed ", "\n", "a", "#", "é"), { maxLength: 30 })
    .map((parts) => parts.join(""));

  test("keeps the length, and can be undone", () => {
    fc.assert(
      fc.property(text, (written) => {
        expect(maskTemplates(written)).toHaveLength(written.length);
        expect(unmask(maskTemplates(written))).toBe(written);
      }),
    );
  });

  test("leaves no template for YAML to stumble over", () => {
    fc.assert(
      fc.property(text, (written) => {
        expect(maskTemplates(written)).not.toContain("${{");
      }),
    );
  });
});

describe("the quick way to read a word", () => {
  const word = fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9_.+-]{1,10}$/),
    fc.constantFrom(
      "true",
      "False",
      "TRUE",
      "null",
      "Null",
      "1e5",
      "0x1F",
      "0o17",
      ".5",
      "-.5",
      "+1",
      "1.",
      "1e-5",
      ".inf",
      "-.Inf",
      ".nan",
      "1_000",
      "no",
      "-a",
      "1-2",
    ),
  );

  test("agrees with the YAML library wherever it answers", () => {
    fc.assert(
      fc.property(word, (text) => {
        const quick = coreScalar(text, [0, 0, text.length]);
        if (quick !== undefined) expect(readYaml({ name: "word", text }, 0).value).toEqual(quick);
      }),
      { numRuns: 500 },
    );
  });

  test.each(["", "-", "a: b", "[1]", "'7'", "12345678901234567890", "a #b", "*a", "~"])("leaves %j to it", (text) => {
    expect(coreScalar(text, [0, 0, text.length])).toBeUndefined();
  });
});

describe("reading YAML", () => {
  const keys = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/), { maxLength: 5 });

  test("finds each key and value at its place", () => {
    fc.assert(
      fc.property(keys, fc.integer(), (names, number) => {
        const text = names.map((name, index) => `${name}: ${number + index}\n`).join("");
        const { value, diagnostics } = readYaml({ name: "keys", text }, 0);
        expect(diagnostics).toEqual([]);
        const entries = value?.kind === "map" ? value.entries : [];
        expect(entries.map(({ keyAt }) => text.slice(keyAt[1], keyAt[2]))).toEqual(names);
        expect(entries.map((entry) => text.slice(entry.value.at[1], entry.value.at[2]))).toEqual(
          names.map((_, index) => String(number + index)),
        );
      }),
    );
  });

  test.each([
    ["1", "int", 1],
    ["1.0", "float", 1],
    ['"1"', "str", "1"],
    ["true", "bool", true],
    ["no", "str", "no"],
    ["2026-11-25", "str", "2026-11-25"],
    ["~", "null", null],
    ["", "null", null],
    ["0x1F", "int", 31],
    ["0o17", "int", 15],
    ["-0x1", "str", "-0x1"],
    ["1e-5", "float", 1e-5],
    [".5", "float", 0.5],
    ["-.inf", "float", Number.NEGATIVE_INFINITY],
    ["!!str 5", "str", "5"],
    ["9007199254740992", "int", 9007199254740992],
    ["'${{ params.seed }}'", "str", "${{ params.seed }}"],
    ["${{ params.seed }}", "str", "${{ params.seed }}"],
  ])("reads %s as %s", (written, tag, expected) => {
    const { value, diagnostics } = readYaml({ name: "scalar", text: `key: ${written}\n` }, 0);
    const scalar = value?.kind === "map" ? value.entries[0]?.value : undefined;
    expect(diagnostics).toEqual([]);
    expect(scalar).toMatchObject({ kind: "scalar", tag });
    expect(scalar && plainValue(scalar)).toBe(expected);
  });

  test("an alias is its value, with the value's place", () => {
    const text = "first: &settings { seed: 7 }\nsecond: *settings\n";
    const { value } = readYaml({ name: "alias", text }, 0);
    const [first, second] = value?.kind === "map" ? value.entries : [];
    expect(second?.value).toEqual(first?.value);
  });

  test("countless values out of a few lines are refused", () => {
    const lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"];
    for (let level = 1; level < 9; level += 1)
      lines.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(", ")}]`,
      );
    const { diagnostics } = readYaml({ name: "bomb", text: `${lines.join("\n")}\n` }, 0);
    expect(diagnostics[0]?.message).toBe("these aliases stand for more than 200,000 values");
  });
});

test.each([
  ["500ms", 500],
  ["90s", 90_000],
  ["10m", 600_000],
  ["1h30m", 5_400_000],
  ["1.5s", 1500],
  ["1d", 86_400_000],
])("%s is %d milliseconds", (text, expected) => {
  expect(durationInMilliseconds(text)).toBe(expected);
});

test.each([
  ["1024", 1024],
  ["512MB", 512e6],
  ["2GiB", 2 ** 31],
  ["0.5KiB", 512],
])("%s is %d bytes", (text, expected) => {
  expect(sizeInBytes(text)).toBe(expected);
});
