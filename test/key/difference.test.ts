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
  differences({ before: JSON.parse(JSON.stringify(before)), after: JSON.parse(JSON.stringify(after)), content: () => undefined });

test("names that every object inherits are names like any other", () => {
  const named: Manifest = {
    ...plain,
    env: { valueOf: "1" },
    with: { map: { constructor: { tag: "int", text: "5" } } },
    in: { toString: [{ digest: asDigest("a".repeat(64)), shape: "file" as const, format: ".csv" }] },
  };
  expect(changes(plain, named)).toEqual([
    { subject: "env", name: "valueOf", after: "1", details: [] },
    { subject: "param", name: "constructor", after: "5", details: [] },
    { subject: "input", name: "toString", details: ["port added"] },
  ]);
});

test("a setting called __proto__ is told", () => {
  const depth = (text: string): Manifest => ({ ...plain, with: JSON.parse(`{"map":{"__proto__":{"tag":"int","text":"${text}"}}}`) });
  expect(changes(depth("1"), depth("2"))).toEqual([{ subject: "param", name: "__proto__", before: "1", after: "2", details: [] }]);
});
