import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { millrace } from "../../millrace.ts";
import { treeOf } from "../../property/tree.ts";
import { cellar } from "./cellar.ts";

/** The thirteenth day fails; a mischief is what the stage does to its folder besides. */
const experiment = fc.record({
  days: fc.uniqueArray(fc.constantFrom(1, 5, 13, 20), { minLength: 1, maxLength: 3 }),
  barrels: fc.uniqueArray(fc.constantFrom("oak", "clay"), { minLength: 1, maxLength: 2 }),
  jobs: fc.integer({ min: 1, max: 3 }),
  mischief: fc.constantFrom(
    "rm -rf data",
    "echo spilt > pipeline.yaml",
    "echo spilt > ferment.sh",
    "rm -rf out .git",
    "mkdir -p registry/models",
    "true",
  ),
  hasRun: fc.boolean(),
  git: fc.boolean(),
});

test("experiments change nothing in the workspace, whatever their stages do in their folder", { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(experiment, async ({ days, barrels, jobs, mischief, hasRun, git }) => {
      const folder = cellar({ git });
      if (hasRun) await millrace(folder, "run");
      writeFileSync(join(folder, "ferment.sh"), `[ -f .millrace/config.yaml ] && { ${mischief}; }\necho "$1,$2"\n[ "$1" != 13 ]\n`);
      const before = treeOf(folder);
      const end = await millrace(folder, "exp", "run", "--set", `ferment.days=${days}`, "--set", `barrel=${barrels}`, "--jobs", `${jobs}`);
      expect([0, 1, 3], end.stderr).toContain(end.code);
      expect(treeOf(folder), mischief).toEqual(before);
    }),
    { numRuns: 12 },
  );
});
