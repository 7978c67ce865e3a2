import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { deploy } from "../../../stages/deploy/kind.ts";
import { writeEnvironment } from "../../../stages/shared/registry/environment.ts";
import { type ModelReference, referenceOf, referenceText } from "../../../stages/shared/registry/model-version.ts";
import { recordVersion } from "../../../stages/shared/registry/record-version.ts";
import { rollBack } from "../../../stages/shared/registry/rollback.ts";
import { effectContext } from "../effect-context.ts";
import { digestOfLetter, wineRegistration } from "../shared/registry/registration.ts";
import { temporaryFolder } from "../stage-context.ts";

const first = { name: "wine", version: "0.1.0", digest: digestOfLetter("1") };
const second = { name: "wine", version: "0.2.0", digest: digestOfLetter("2") };

/** A project with two versions, and the probe of a stage that would deploy one of them. */
function wineProject() {
  const root = temporaryFolder();
  for (const { digest } of [first, second]) recordVersion(wineRegistration(root, { digest }));
  mkdirSync(join(root, "out"));
  const probe = (reference: ModelReference, monitor?: string) => {
    const version = join(root, "out/version");
    writeFileSync(version, referenceText(reference));
    const bound = monitor === undefined ? { version } : { version, monitor };
    return effectContext({
      kind: deploy,
      in: bound,
      with: { environment: "staging" },
      projectRoot: root,
      lineage: wineRegistration(root).lineage,
    }).probe();
  };
  return { root, probe, file: join(root, "registry/environments/staging.json") };
}

const expected = "staging at wine 0.2.0 (222222222222)";

test("the pointer agrees, or is absent, or points elsewhere", async () => {
  const { root, probe } = wineProject();
  expect(await probe(second)).toEqual({ agrees: false, expected, found: "no registry/environments/staging.json" });
  writeEnvironment(root, { environment: "staging", ...first, previous: null });
  expect(await probe(second)).toEqual({ agrees: false, expected, found: "it at wine 0.1.0 (111111111111)" });
  writeEnvironment(root, { environment: "staging", ...second, previous: referenceOf(first) });
  expect(await probe(second)).toEqual({ agrees: true });
});

test("a pointer that was edited by hand is named", async () => {
  const { root, probe, file } = wineProject();
  writeEnvironment(root, { environment: "staging", ...second, previous: null });
  writeFileSync(file, readFileSync(file, "utf8").replace("0.2.0", "9.9.9"));
  expect(await probe(second)).toEqual({ agrees: false, expected, found: "it at wine 9.9.9 (222222222222)" });
  writeFileSync(file, "serve the old one, please\n");
  expect(await probe(second)).toEqual({
    agrees: false,
    expected,
    found: "registry/environments/staging.json damaged: it is not JSON: serve the old one, please",
  });
});

test("after a rollback the version that was left agrees, and another one does not", async () => {
  const { root, probe } = wineProject();
  writeEnvironment(root, { environment: "staging", ...second, previous: first });
  rollBack({ projectRoot: root, environment: "staging" });
  expect(await probe(second)).toEqual({
    agrees: true,
    note: "staging was rolled back from wine 0.2.0 (222222222222) to wine 0.1.0 (111111111111) and stays so until another version comes, or --force",
  });
  expect(await probe({ name: "wine", version: "0.3.0", digest: digestOfLetter("3") })).toMatchObject({ agrees: false });
});

test("another monitor is another deployment", async () => {
  const { root, probe } = wineProject();
  const monitor = join(root, "monitor.json");
  writeFileSync(monitor, "{}");
  writeEnvironment(root, { environment: "staging", ...second, previous: null });
  expect(await probe(second, monitor)).toEqual({
    agrees: false,
    expected: "staging with the monitor 44136fa355b3",
    found: "it with no monitor",
  });
});
