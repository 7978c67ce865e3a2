import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeDisk } from "../../engine/platform/node-disk.ts";
import { findPipelines, pipelineNaming } from "../../engine/spec/pipeline-naming.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("the pipelines of a folder are found, pipeline.yaml first", () => {
  const folder = temporaryFolder();
  for (const name of ["wine.pipeline.yaml", "beer.pipeline.yaml", "pipeline.yaml", "params.yaml", ".pipeline.yaml", "pipeline.lock.json"]) {
    writeFileSync(join(folder, name), "");
  }
  mkdirSync(join(folder, "folder.pipeline.yaml"));
  expect(findPipelines(nodeDisk, folder)).toEqual(
    ["pipeline.yaml", "beer.pipeline.yaml", "wine.pipeline.yaml"].map((name) => join(folder, name)),
  );
});

test("where no folder is, none is found", () => {
  expect(findPipelines(nodeDisk, join(temporaryFolder(), "absent"))).toEqual([]);
});

test.each([
  ["/project/wine/pipeline.yaml", { name: "wine", outputRoot: "out", lockFile: "pipeline.lock.json" }],
  ["/project/red.pipeline.yaml", { name: "red", outputRoot: "out/red", lockFile: "red.pipeline.lock.json" }],
  ["/project/red.yaml", { name: "red", outputRoot: "out/red", lockFile: "red.lock.json" }],
])("%s has names for its outputs and its lock", (file, naming) => {
  expect(pipelineNaming(file)).toEqual(naming);
});
