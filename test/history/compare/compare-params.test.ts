import fc from "fast-check";
import { expect, test } from "vitest";
import { rowStates } from "../../../engine/history/compare/compare-metrics.ts";
import { compareParams } from "../../../engine/history/compare/compare-params.ts";
import type { SourceValue } from "../../../engine/spec/pipeline.ts";
import { readYaml } from "../../../engine/spec/read-yaml.ts";

function params(text: string): SourceValue {
  const { value } = readYaml({ name: "params.yaml", text }, 0);
  if (value === undefined) throw new Error(`not YAML: ${text}`);
  return value;
}

test("says what each param was and is, as it is written, in the order of the file", () => {
  const rows = compareParams(
    params('seed: 7\nold: yes\ntraining: { epochs: 60, rate: 1e-2 }\ndepths: [2, 4]\nname: "1"\nnone: {}\n'),
    params('seed: "7"\ntraining: { epochs: 60.0, rate: 0.01, decay: ~ }\ndepths: [2, 4, 8]\nname: 1\nnone: {}\n'),
  );
  expect(rows.map(({ name, state, before, after }) => `${state} ${name}: ${before?.text} -> ${after?.text}`)).toMatchInlineSnapshot(`
    [
      "changed seed: 7 -> "7"",
      "removed old: yes -> undefined",
      "changed training.epochs: 60 -> 60.0",
      "changed training.rate: 1e-2 -> 0.01",
      "added training.decay: undefined -> null",
      "changed depths: [2, 4] -> [2, 4, 8]",
      "changed name: "1" -> 1",
      "same none: {} -> {}",
    ]
  `);
});

const leaf = fc.oneof(fc.integer(), fc.boolean(), fc.constantFrom("north", "1e-3", "", "a: b", "null", "[x]"));
const tree = fc.dictionary(
  fc.constantFrom("seed", "rate", "depth"),
  fc.oneof(leaf, fc.array(leaf), fc.dictionary(fc.constantFrom("rate", "size"), leaf)),
);

test("with itself nothing differs; with another every param of either is there once", () => {
  fc.assert(
    fc.property(tree, tree, (old, now) => {
      const [before, after] = [params(JSON.stringify(old)), params(JSON.stringify(now))];
      expect(compareParams(before, before).filter(({ state }) => state !== "same")).toEqual([]);
      const rows = compareParams(before, after);
      const names = new Set([...leafNames(old), ...leafNames(now)]);
      expect(rows.map(({ name }) => name).sort()).toEqual([...names].sort());
      expect(rowStates.reduce((sum, state) => sum + rows.filter((row) => row.state === state).length, 0)).toBe(names.size);
    }),
  );
});

function leafNames(value: unknown, name = ""): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [name];
  const entries = Object.entries(value);
  if (entries.length === 0) return name === "" ? [] : [name];
  return entries.flatMap(([key, inner]) => leafNames(inner, name === "" ? key : `${name}.${key}`));
}
