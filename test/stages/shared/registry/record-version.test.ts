import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readVersions } from "../../../../stages/shared/registry/read-versions.ts";
import { recordVersion } from "../../../../stages/shared/registry/record-version.ts";
import { failureOf, temporaryFolder } from "../../stage-context.ts";
import { digestOfLetter, wineRegistration } from "./registration.ts";

const files = (root: string) => readdirSync(join(root, "registry/models/wine")).sort();
const read = (root: string, file: string) => readFileSync(join(root, "registry/models/wine", file), "utf8");

test("a version is one file of sorted facts", () => {
  const root = temporaryFolder();
  expect(recordVersion(wineRegistration(root)).outcome).toBe("created");
  expect(read(root, "0.1.0.json")).toBe(`{
  "digest": "${"a".repeat(64)}",
  "format": 1,
  "lineage": {
    "ancestors": {
      "train": {
        "in": {
          "train": "${"e".repeat(64)}"
        },
        "key": "${"d".repeat(64)}",
        "out": {
          "model": "${"a".repeat(64)}/"
        }
      }
    },
    "commit": {
      "dirty": false,
      "id": "0123456789abcdef0123456789abcdef01234567"
    },
    "files": {
      "pipelines/wine/data/wine.csv": "${"f".repeat(64)}"
    },
    "key": "${"c".repeat(64)}",
    "pipeline": "pipelines/wine/pipeline.yaml",
    "stage": "register"
  },
  "metrics": {
    "accuracy": {
      "high": 0.995,
      "low": 0.86,
      "value": 0.97
    },
    "logLoss": 0.08
  },
  "metricsDigest": "${"b".repeat(64)}",
  "name": "wine",
  "version": "0.1.0"
}
`);
});

test.each([
  ["next-patch", "0.0.1"],
  ["next-minor", "0.1.0"],
  ["next-major", "1.0.0"],
  ["2.0.0-rc.1", "2.0.0-rc.1"],
])("the first version by %s is %s", (wanted, version) => {
  expect(recordVersion(wineRegistration(temporaryFolder(), { wanted })).version.version).toBe(version);
});

test("the next version follows the latest by precedence, not by name", () => {
  const root = temporaryFolder();
  for (const [letter, wanted] of [
    ["1", "0.9.0"],
    ["2", "0.10.0"],
    ["3", "0.10.0-rc.2"],
  ] as const) {
    recordVersion(wineRegistration(root, { digest: digestOfLetter(letter), wanted }));
  }
  expect(recordVersion(wineRegistration(root, { digest: digestOfLetter("4"), wanted: "next-patch" })).version.version).toBe("0.10.1");
});

test("the same digest is the same version, whatever is asked for next", () => {
  const root = temporaryFolder();
  recordVersion(wineRegistration(root));
  recordVersion(wineRegistration(root, { digest: digestOfLetter("9") }));
  const again = recordVersion(wineRegistration(root, { wanted: "next-major" }));
  expect([again.version.version, again.outcome]).toEqual(["0.1.0", "unchanged"]);
  expect(files(root)).toEqual(["0.1.0.json", "0.2.0.json"]);
});

test("other metrics of a known model are brought up to date under its number", () => {
  const root = temporaryFolder();
  recordVersion(wineRegistration(root));
  const again = recordVersion(wineRegistration(root, { metrics: { accuracy: 0.5 }, metricsDigest: digestOfLetter("7") }));
  expect([again.version.version, again.outcome]).toEqual(["0.1.0", "updated"]);
  expect(JSON.parse(read(root, "0.1.0.json")).metrics).toEqual({ accuracy: 0.5 });
});

test("a later commit alone rewrites nothing", () => {
  const root = temporaryFolder();
  const registration = wineRegistration(root);
  recordVersion(registration);
  const before = read(root, "0.1.0.json");
  const later = { ...registration.lineage, commit: { id: "f".repeat(40), dirty: true } };
  expect(recordVersion({ ...registration, lineage: later }).outcome).toBe("unchanged");
  expect(read(root, "0.1.0.json")).toBe(before);
});

test("the card is filled with the version that was given out, and rewritten where it was edited", () => {
  const root = temporaryFolder();
  const card = {
    template: digestOfLetter("8"),
    fill: ({ reference }: { reference: { version: string } }) => `# Wine ${reference.version}\n`,
  };
  recordVersion(wineRegistration(root, { card }));
  expect(read(root, "0.1.0.md")).toBe("# Wine 0.1.0\n");
  writeFileSync(join(root, "registry/models/wine/0.1.0.md"), "# Best wine\n");
  expect(recordVersion(wineRegistration(root, { card })).outcome).toBe("updated");
  expect(read(root, "0.1.0.md")).toBe("# Wine 0.1.0\n");
  expect(recordVersion(wineRegistration(root)).outcome).toBe("updated");
  expect(files(root)).toEqual(["0.1.0.json"]);
});

describe("what is refused", () => {
  test("a number that is another model's", async () => {
    const root = temporaryFolder();
    recordVersion(wineRegistration(root, { wanted: "1.2.0" }));
    expect(await failureOf(async () => recordVersion(wineRegistration(root, { wanted: "1.2.0", digest: digestOfLetter("9") })))).toEqual({
      code: "version-exists",
      message: "wine 1.2.0 is another model",
      why: `the registry has ${"a".repeat(64)} under that number, and this model is ${"9".repeat(64)}`,
      hint: "write version: next-patch (1.2.1), next-minor or next-major; the latest is wine 1.2.0 (aaaaaaaaaaaa)",
    });
  });

  test("a second number for one model", async () => {
    const root = temporaryFolder();
    recordVersion(wineRegistration(root, { wanted: "1.2.0" }));
    expect(await failureOf(async () => recordVersion(wineRegistration(root, { wanted: "1.3.0" })))).toEqual({
      code: "registry-conflict",
      message: "this model is wine 1.2.0 already and cannot be 1.3.0 too",
      why: `one model is one version: both have the digest ${"a".repeat(64)}`,
      hint: "write version: 1.2.0, or next-patch, which finds it",
    });
  });

  test.each([
    ["", "it is empty"],
    ['{\n<<<<<<< ours\n  "format": 1\n', "line 2 is a merge conflict's marker"],
    ["[]", "it is not an object"],
    ['{ "format": 2 }', "format is not 1"],
    ['{ "format": 1, "name": "wine", "version": "0.1", "digest": "" }', 'version is "0.1", which is no semantic version'],
    ['{ "format": 1, "name": "wine", "version": "0.1.0", "digest": "abc" }', "digest is not 64 hexadecimal digits"],
    [
      `{ "format": 1, "name": "wine", "version": "0.2.0", "digest": "${"a".repeat(64)}" }`,
      "version is 0.2.0, and the file is that of 0.1.0",
    ],
    [`{ "format": 1, "name": "wine", "version": "0.1.0", "digest": "${"a".repeat(64)}" }`, "metrics is not an object"],
  ])("a new number beside a damaged file: %j", async (text, problem) => {
    const root = temporaryFolder();
    recordVersion(wineRegistration(root));
    writeFileSync(join(root, "registry/models/wine/0.1.0.json"), text);
    expect(await failureOf(async () => recordVersion(wineRegistration(root, { digest: digestOfLetter("9") })))).toEqual({
      code: "registry-damaged",
      message: `registry/models/wine/0.1.0.json is damaged: ${problem}`,
      why: "it may be this very model, so no new version of wine is given out",
      hint: "git checkout -- registry/models/wine/0.1.0.json, or remove it: its number is then free",
    });
    expect(files(root)).toEqual(["0.1.0.json"]);
  });
});

test("a model that is known is found beside a damaged file", () => {
  const root = temporaryFolder();
  recordVersion(wineRegistration(root));
  writeFileSync(join(root, "registry/models/wine/0.2.0.json"), "{");
  expect(recordVersion(wineRegistration(root)).outcome).toBe("unchanged");
});

test("law: after any registrations each digest has one version, and each version one digest", () => {
  const step = fc.record({
    letter: fc.constantFrom("0", "1", "2", "3", "4"),
    wanted: fc.constantFrom("next-patch", "next-minor", "next-major"),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const root = temporaryFolder();
      const given = new Map<string, string>();
      for (const { letter, wanted } of steps) {
        const { version } = recordVersion(wineRegistration(root, { digest: digestOfLetter(letter), wanted })).version;
        expect(given.get(letter) ?? version).toBe(version);
        given.set(letter, version);
      }
      const { versions, damaged } = readVersions({ projectRoot: root, name: "wine" });
      expect(damaged).toEqual([]);
      expect(new Map(versions.map(({ digest, version }) => [digest[0] ?? "", version]))).toEqual(given);
    }),
    { numRuns: 40 },
  );
});

test("the lock of a registrar that died is no obstacle", () => {
  const root = temporaryFolder();
  recordVersion(wineRegistration(root));
  const dead = spawnSync(process.execPath, ["--eval", ""]).pid;
  writeFileSync(join(root, "registry/models/wine/.registering"), `${dead}\n`);
  expect(recordVersion(wineRegistration(root, { digest: digestOfLetter("9") })).version.version).toBe("0.2.0");
  expect(files(root)).toEqual(["0.1.0.json", "0.2.0.json"]);
});
