import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stagesAtOnce } from "../../engine/config/stages-at-once.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { temporaryFolder } from "../temporary-folder.ts";

async function atOnce(config?: string): Promise<number> {
  const root = temporaryFolder();
  if (config !== undefined) writeFileSync(join(root, "millrace.config.yaml"), config);
  const { disk, environment } = nodePlatform();
  return stagesAtOnce({ disk, environment: { ...environment, processors: 8, variables: { HOME: root } } }, root);
}

test("as many stages run at a time as the pool has processors, one at least", async () => {
  expect(await atOnce()).toBe(8);
  expect(await atOnce("pools: { db: 2 }\n")).toBe(8);
  expect(await atOnce("pools: { cpu: 3 }\n")).toBe(3);
  expect(await atOnce("pools: { cpu: 2.5 }\n")).toBe(2);
  expect(await atOnce("pools: { cpu: 0.5 }\n")).toBe(1);
  expect(await atOnce("pools: { cpu: many }\n")).toBe(8);
});
