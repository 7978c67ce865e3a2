import { expect, test } from "vitest";
import { differences } from "../../engine/key/difference.ts";
import { type Manifest, manifestFormat } from "../../engine/key/manifest.ts";
import { asDigest } from "../../engine/platform/identity.ts";

const plain: Manifest = {
  format: manifestFormat,
  does: { command: "sort scores.csv", shell: "sh", cwd: "." },
  env: {},
  tools: {},
  with: { map: {} },
  in: {},
  gathered: [],
  out: {},
};

/** Manifests as the engine has them: read from JSON, so that every object has a prototype. */
const changes = (before: Manifest, after: Manifest) =>
  differences({
    before: JSON.parse(JSON.stringify(before)),
    after: JSON.parse(JSON.stringify(after)),
    contents: { bytes: () => undefined, tree: () => undefined, size: () => undefined },
    origin: () => undefined,
    paramOf: () => undefined,
  });

test("names that every object inherits are names like any other", () => {
  const named: Manifest = {
    ...plain,
    env: { valueOf: "1" },
    with: { map: { constructor: { tag: "int", text: "5" } } },
    in: { toString: [{ digest: asDigest("a".repeat(64)), shape: "file" as const, format: ".csv" }] },
  };
  expect(changes(plain, named)).toEqual([
    { subject: "env", name: "valueOf", after: "1", details: [] },
    { subject: "with", name: "constructor", after: "5", details: [] },
    { subject: "input", name: "toString", gist: "added", details: [] },
  ]);
});

test("a setting called __proto__ is told", () => {
  const depth = (text: string): Manifest => ({ ...plain, with: JSON.parse(`{"map":{"__proto__":{"tag":"int","text":"${text}"}}}`) });
  expect(changes(depth("1"), depth("2"))).toEqual([{ subject: "with", name: "__proto__", before: "1", after: "2", details: [] }]);
});

test("an output is told by where it is written, and by its type where that changed", () => {
  const out = (path: string, more = {}): Manifest => ({ ...plain, out: { scores: { type: "file", folder: false, path, ...more } } });
  expect(changes(out("a.csv"), out("b.csv"))).toEqual([
    { subject: "output", name: "scores", before: "a.csv", after: "b.csv", details: [] },
  ]);
  expect(changes(out("a"), out("a", { folder: true }))).toEqual([
    { subject: "output", name: "scores", before: "a", after: "a/", details: [] },
  ]);
  expect(changes(out("a.csv"), out("a.csv", { type: "metrics" }))).toEqual([
    { subject: "output", name: "scores", before: "file a.csv", after: "metrics a.csv", details: [] },
  ]);
  expect(changes(plain, out("a.csv"))).toEqual([{ subject: "output", name: "scores", after: "file a.csv", details: [] }]);
});
