import { expect, test } from "vitest";
import { type Combination, combine } from "../../engine/graph/matrix-combinations.ts";
import type { SourceValue } from "../../engine/spec/pipeline.ts";

const value = (text: string): SourceValue => ({ kind: "scalar", tag: "str", text, at: [0, 0, 0] });
const combination = (pairs: Readonly<Record<string, string>>): Combination =>
  new Map(Object.entries(pairs).map(([name, text]) => [name, value(text)]));
const plain = (combinations: readonly Combination[]) =>
  combinations.map((one) => Object.fromEntries([...one].map(([name, member]) => [name, member.kind === "scalar" ? member.text : ""])));

test("includes as the example in the documentation of GitHub Actions does", () => {
  const axes = new Map([
    ["fruit", ["apple", "pear"].map(value)],
    ["animal", ["cat", "dog"].map(value)],
  ]);
  const include = [
    { color: "green" },
    { color: "pink", animal: "cat" },
    { fruit: "apple", shape: "circle" },
    { fruit: "banana" },
    { fruit: "banana", animal: "cat" },
  ].map(combination);
  expect(plain(combine({ axes, include, exclude: [] }))).toEqual([
    { fruit: "apple", animal: "cat", color: "pink", shape: "circle" },
    { fruit: "apple", animal: "dog", color: "green", shape: "circle" },
    { fruit: "pear", animal: "cat", color: "pink" },
    { fruit: "pear", animal: "dog", color: "green" },
    { fruit: "banana" },
    { fruit: "banana", animal: "cat" },
  ]);
});

test("excludes by any part of a combination, before it includes", () => {
  const axes = new Map([
    ["system", ["linux", "windows"].map(value)],
    ["node", ["20", "22"].map(value)],
  ]);
  const exclude = [{ system: "windows", node: "20" }, { node: "22" }].map(combination);
  const include = [combination({ system: "windows", node: "20" })];
  expect(plain(combine({ axes, include, exclude }))).toEqual([
    { system: "linux", node: "20" },
    { system: "windows", node: "20" },
  ]);
});

test("without axes, each include is a combination", () => {
  expect(plain(combine({ axes: new Map(), include: [{ site: "staging" }, { site: "production" }].map(combination), exclude: [] }))).toEqual(
    [{ site: "staging" }, { site: "production" }],
  );
});
