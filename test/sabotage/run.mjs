// Applies each patch to a copy of the checkout and demands that its tests go red: `node test/sabotage/run.mjs [NAME…]`.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyCheckout } from "../copy-checkout.mjs";
import { patches } from "./patches.mjs";

const wanted = process.argv.slice(2);
const root = mkdtempSync(join(tmpdir(), "millrace-sabotage-"));
process.on("exit", () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));
const copy = join(root, "checkout");
// Tests that are ended at the first failure leave their folders behind.
const scratch = join(root, "scratch");
mkdirSync(scratch);

copyCheckout(copy);

let survived = 0;
for (const patch of patches.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)))) {
  const path = join(copy, patch.file);
  const text = readFileSync(path, "utf8");
  if (text.split(patch.find).length !== 2) {
    console.log(`no longer fits: ${patch.name} (${patch.file})`);
    survived++;
    continue;
  }
  writeFileSync(
    path,
    text.replace(patch.find, () => patch.replace),
  );
  const startedAt = performance.now();
  const reds = patch.tests.map((tests) => ({ tests, red: isRed(tests) }));
  writeFileSync(path, text);
  const green = reds.filter(({ red }) => !red);
  survived += green.length === 0 ? 0 : 1;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    green.length === 0 ? `red: ${patch.name} (${seconds} s)` : `SURVIVED: ${patch.name} in ${green.map(({ tests }) => tests).join(", ")}`,
  );
}
console.log(survived === 0 ? "every sabotage was noticed" : `${survived} sabotages were not noticed`);
process.exitCode = survived === 0 ? 0 : 1;

/** A failed expectation, not a program that does not start. */
function isRed(tests) {
  const vitest = join(copy, "node_modules/vitest/vitest.mjs");
  const ran = spawnSync(process.execPath, [vitest, "run", tests, "--bail", "1", "--reporter", "json"], {
    cwd: copy,
    encoding: "utf8",
    env: { ...process.env, TMPDIR: scratch, MILLRACE_CASES: "80", MILLRACE_SEED: "20261125", CI: "true" },
  });
  const report = ran.stdout.slice(ran.stdout.indexOf("{"));
  try {
    return JSON.parse(report).numFailedTests > 0;
  } catch {
    console.log(ran.stdout.slice(-2000), ran.stderr.slice(-2000));
    return false;
  }
}
