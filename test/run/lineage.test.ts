import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Inputs } from "../../engine/freshness/read-inputs.ts";
import type { Plan, PlanStage } from "../../engine/graph/plan.ts";
import { renderPin } from "../../engine/lock/pin-file.ts";
import { asDigest, asProjectPath, asStageId } from "../../engine/platform/identity.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import type { LocalExecutor } from "../../engine/run/attempt/executor.ts";
import { lineageOf } from "../../engine/run/lineage.ts";
import { Watchdog } from "../../engine/run/watchdog/watchdog.ts";
import { writeFiles } from "../data/data-project.ts";
import { quickFolder } from "../quick-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("a lineage says of pinned data where it came from, also of one file of it", async () => {
  const folder = join(temporaryFolder({ within: quickFolder }), "project");
  const digest = asDigest("a".repeat(64));
  const origin = { url: "https://example.org/birds.git", path: "data/birds", revision: "b".repeat(40) };
  const pin = { path: asProjectPath("data/birds"), entry: { digest, shape: "directory" as const }, size: 4, files: 1, origin };
  writeFiles(folder, { "data/birds.pin": renderPin(pin), "code.py": "" });
  const from = (path: string) => [{ kind: "file", path: asProjectPath(path) }];
  const stage = {
    id: asStageId("train"),
    inputs: [
      { port: "gull", from: from("data/birds/gull.txt") },
      { port: "code", from: from("code.py") },
    ],
  } as unknown as PlanStage;
  const plan = { pipeline: { file: "pipeline.yaml" }, stages: new Map([[stage.id, stage]]) } as unknown as Plan;
  const inputs: Inputs = { gull: [{ digest, shape: "file" }], code: [{ digest, shape: "file" }] };
  const platform = nodePlatform();
  const watchdog = new Watchdog(platform.processes);
  onTestFinished(() => watchdog.close());
  const executor = { platform, watchdog, projectRoot: folder } as LocalExecutor;
  const { signal } = new AbortController();
  expect(await lineageOf({ executor, signal, plan, stage, key: digest, inputs, records: new Map() })).toMatchObject({
    files: { "data/birds/gull.txt": digest, "code.py": digest },
    origins: { "data/birds": origin },
  });
});
