// An effect of one's own: the cellar is to hold what comes in.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineStage } from "../../../../engine/kind/define-stage.ts";

export default defineStage<unknown, "bottle", never>({
  name: "cellar",
  version: 1,
  description: "Puts a bottle into the cellar.",
  ports: { in: { bottle: { type: "file", description: "What is kept." } }, out: {} },
  with: true,
  work: {
    effect: true,
    probe: async ({ in: { bottle }, projectRoot }) => {
      const shelf = join(projectRoot, "cellar");
      const found = existsSync(shelf) ? readFileSync(shelf, "utf8") : "nothing";
      const expected = readFileSync(bottle.path, "utf8");
      return found === expected ? { agrees: true } : { agrees: false, expected, found };
    },
    apply: async ({ in: { bottle }, projectRoot, lineage, materialize, report }) => {
      report.log(`for ${lineage.stage}: ${await materialize(bottle.digest, join(projectRoot, "cellar"))}`);
    },
  },
});
