import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { deploy } from "../../../stages/deploy/kind.ts";
import { readEnvironment } from "../../../stages/shared/registry/environment.ts";
import { type ModelReference, referenceOf, referenceText } from "../../../stages/shared/registry/model-version.ts";
import { recordVersion } from "../../../stages/shared/registry/record-version.ts";
import { rollBack } from "../../../stages/shared/registry/rollback.ts";
import { effectContext } from "../effect-context.ts";
import { wineRegistration } from "../shared/registry/registration.ts";
import { wineModels } from "../shared/serving/wine-models.ts";
import { digestOf, failureOf, temporaryFolder } from "../stage-context.ts";

const wine = wineModels();

/** A project with two registered models, and the deploy stage of either. */
async function wineProject() {
  const root = temporaryFolder();
  const made = await wine();
  const models = [await made.model(1), await made.model(2)] as const;
  const register = (model: string) => referenceOf(recordVersion(wineRegistration(root, { digest: digestOf(model) })).version);
  const [first, second] = [register(models[0]), register(models[1])];
  const stage = (reference: ModelReference, stored: readonly string[] = models) => {
    const version = join(root, "version");
    writeFileSync(version, referenceText(reference));
    return effectContext({
      kind: deploy,
      in: { version },
      with: { environment: "staging" },
      projectRoot: root,
      lineage: wineRegistration(root).lineage,
      stored,
    });
  };
  const pointer = () => {
    const read = readEnvironment({ projectRoot: root, environment: "staging" });
    return read.state === "read" ? read.fact : read.state;
  };
  return { root, models, first, second, stage, pointer, file: join(root, "registry/environments/staging.json") };
}

test("a version that answers is pointed at, and what was served before is kept", async () => {
  const { first, second, stage, pointer } = await wineProject();
  const deployed = stage(first);
  await deployed.apply();
  expect(readFileSync(deployed.out.deployment, "utf8")).toBe(`{
  "digest": "${first.digest}",
  "environment": "staging",
  "name": "wine",
  "version": "0.1.0"
}
`);
  expect(pointer()).toEqual({ environment: "staging", ...first, previous: null });
  expect(await stage(first).probe()).toEqual({ agrees: true });
  expect(deployed.recorded.log[0]).toBe("POST /predict 200");
  expect(deployed.recorded.log[1]).toMatch(/ answered its example row: \w+ \((?:1|0\.\d{1,4})\)$/);
  expect(deployed.recorded.backends.length).toBe(1);

  await stage(second).apply();
  expect(pointer()).toEqual({ environment: "staging", ...second, previous: first });
  await stage(second).apply();
  expect(pointer()).toEqual({ environment: "staging", ...second, previous: first });
  await stage(first).apply();
  expect(pointer()).toEqual({ environment: "staging", ...first, previous: second });
});

test("no folder of the check is left behind", async () => {
  const { root, first, stage } = await wineProject();
  const scratch = join(root, "scratch");
  mkdirSync(scratch);
  onTestFinished(() => void vi.unstubAllEnvs());
  const deployed = stage(first);
  vi.stubEnv("TMPDIR", scratch);
  await deployed.apply();
  expect(readdirSync(scratch).filter((name) => name.startsWith("millrace-deploy-"))).toEqual([]);
});

test("a version that was rolled back from is deployed again only with a warning", async () => {
  const { root, first, second, stage, pointer } = await wineProject();
  await stage(first).apply();
  await stage(second).apply();
  rollBack({ projectRoot: root, environment: "staging" });
  expect(await stage(second).probe()).toMatchObject({ agrees: true });
  const again = stage(second);
  await again.apply();
  expect(pointer()).toEqual({ environment: "staging", ...second, previous: first });
  expect(again.recorded.warnings).toEqual([
    {
      code: "rolled-back",
      message: `staging was rolled back from wine 0.2.0 (${second.digest.slice(0, 12)}), which is deployed there again`,
      why: "the stage ran because it was forced, or because its key or its outputs were not as recorded",
      hint: `millrace deploy --rollback staging goes back to wine 0.1.0 (${first.digest.slice(0, 12)})`,
    },
  ]);
});

test("a pointer that was edited by hand is put right, and what can be rolled back to is kept", async () => {
  const { first, second, stage, pointer, file } = await wineProject();
  await stage(first).apply();
  await stage(second).apply();
  writeFileSync(file, readFileSync(file, "utf8").replace('"version": "0.2.0"', '"version": "9.9.9"'));
  const repaired = stage(second);
  await repaired.apply();
  expect(pointer()).toEqual({ environment: "staging", ...second, previous: first });
  expect(repaired.recorded.warnings).toMatchObject([{ code: "environment-changed" }]);
  writeFileSync(file, "{");
  await stage(second).apply();
  expect(pointer()).toEqual({ environment: "staging", ...second, previous: null });
});

test("what does not answer, or is not there, is not pointed at", async () => {
  const { root, models, first, second, stage, pointer, file } = await wineProject();
  await stage(first).apply();
  const before = readFileSync(file, "utf8");
  expect(await failureOf(() => stage(second, []).apply())).toMatchObject({ code: "object-absent" });
  expect(await failureOf(() => stage({ ...second, version: "0.9.0" }).apply())).toMatchObject({ code: "registry-missing" });
  const broken = join(root, "broken");
  cpSync(models[1], broken, { recursive: true });
  writeFileSync(join(broken, "model.json"), "{");
  const reference = referenceOf(recordVersion(wineRegistration(root, { digest: digestOf(broken) })).version);
  expect(await failureOf(() => stage(reference, [broken]).apply())).toMatchObject({ code: "model-invalid" });
  const other = stage(second);
  appendFileSync(other.context.in.version.path, "no JSON");
  expect(await failureOf(() => other.apply())).toMatchObject({ code: "kind-contract", hint: "in: { version: register.version }" });
  expect(readFileSync(file, "utf8")).toBe(before);
  expect(pointer()).toMatchObject({ version: first.version });
  expect(existsSync(other.out.deployment)).toBe(false);
});
