import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  type EnvironmentPointer,
  environmentNames,
  readEnvironment,
  writeEnvironment,
} from "../../../../stages/shared/registry/environment.ts";
import { referenceOf } from "../../../../stages/shared/registry/model-version.ts";
import { recordVersion } from "../../../../stages/shared/registry/record-version.ts";
import { rollBack } from "../../../../stages/shared/registry/rollback.ts";
import { failureOf, temporaryFolder } from "../../stage-context.ts";
import { digestOfLetter, wineRegistration } from "./registration.ts";

/** A project whose staging serves wine 0.2.0, and served 0.1.0 before. */
function wineProject() {
  const root = temporaryFolder();
  const [first, second] = ["1", "2"].map((letter) =>
    referenceOf(recordVersion(wineRegistration(root, { digest: digestOfLetter(letter) })).version),
  );
  if (first === undefined || second === undefined) throw new Error("two versions");
  const pointer: EnvironmentPointer = { environment: "staging", ...second, previous: first };
  writeEnvironment(root, pointer);
  return { root, first, second, pointer, file: join(root, "registry/environments/staging.json") };
}

test("a pointer is one file of sorted facts, and reads as it was written", () => {
  const { root, pointer, file } = wineProject();
  expect(readFileSync(file, "utf8")).toBe(`{
  "digest": "${"2".repeat(64)}",
  "environment": "staging",
  "name": "wine",
  "previous": {
    "digest": "${"1".repeat(64)}",
    "name": "wine",
    "version": "0.1.0"
  },
  "version": "0.2.0"
}
`);
  expect(readEnvironment({ projectRoot: root, environment: "staging" })).toEqual({ state: "read", fact: pointer });
  expect(environmentNames(root)).toEqual(["staging"]);
});

test("a rollback goes back one step and remembers what it left", () => {
  const { root, first, second, pointer } = wineProject();
  const after = { environment: "staging", ...first, previous: null, rolledBackFrom: second };
  expect(rollBack({ projectRoot: root, environment: "staging" })).toEqual({ before: pointer, after });
  expect(readEnvironment({ projectRoot: root, environment: "staging" })).toEqual({ state: "read", fact: after });
});

const rollbackFailure = (root: string, environment = "staging") => failureOf(async () => rollBack({ projectRoot: root, environment }));

test("there is one step back", async () => {
  const { root } = wineProject();
  rollBack({ projectRoot: root, environment: "staging" });
  expect(await rollbackFailure(root)).toEqual({
    code: "rollback-impossible",
    message: "staging has no previous version to go back to",
    why: "it was rolled back from wine 0.2.0 (222222222222) to wine 0.1.0 (111111111111) already",
    hint: "millrace run deploy --force deploys what the pipeline makes",
  });
});

test("a first deployment has nothing before it", async () => {
  const { root, pointer } = wineProject();
  writeEnvironment(root, { ...pointer, previous: null });
  expect(await rollbackFailure(root)).toEqual({
    code: "rollback-impossible",
    message: "staging has no previous version to go back to",
    why: "wine 0.2.0 (222222222222) is the first that was deployed there",
    hint: "deploy another version first",
  });
});

test("a version that is no longer registered is not gone back to", async () => {
  const { root, pointer, first } = wineProject();
  writeEnvironment(root, { ...pointer, previous: { ...first, digest: digestOfLetter("9") } });
  expect(await rollbackFailure(root)).toEqual({
    code: "rollback-impossible",
    message: "wine 0.1.0 (999999999999), which staging served before, is not in the registry",
    hint: "bring registry/models/wine/0.1.0.json back from git",
  });
});

test("an unknown environment names those that are known", async () => {
  const { root } = wineProject();
  expect(await rollbackFailure(root, "production")).toEqual({
    code: "registry-missing",
    message: "there is no environment production",
    why: "the project has staging",
    hint: "write staging",
  });
  expect(await rollbackFailure(temporaryFolder(), "production")).toMatchObject({ why: "nothing has been deployed in this project yet" });
});

test.each([
  ["{", "it is not JSON"],
  ['{ "environment": "production" }', 'environment is "production", and the file is that of staging'],
  ['{ "environment": "staging", "name": "../wine" }', 'name is "../wine", which is no model\'s name'],
  [`{ "environment": "staging", "name": "wine", "version": "0.1.0", "digest": "${"a".repeat(64)}" }`, "previous is not an object"],
])("a damaged pointer names its file: %s", async (text, problem) => {
  const { root, file } = wineProject();
  writeFileSync(file, text);
  expect(await rollbackFailure(root)).toEqual({
    code: "registry-damaged",
    message: `registry/environments/staging.json is damaged: ${problem}`,
    hint: "git checkout -- registry/environments/staging.json, or deploy again: millrace run deploy",
  });
});
