import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findPipeline } from "../../engine/cli/find-pipeline.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";

/** What is found in a folder with these files, from the folder itself. */
function found(files: readonly string[], given: readonly string[]): unknown {
  const folder = mkdtempSync(join(tmpdir(), "millrace-find-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const file of files) {
    mkdirSync(join(folder, file, ".."), { recursive: true });
    writeFileSync(join(folder, file), "");
  }
  const platform = nodePlatform();
  const result = findPipeline({ ...platform, environment: { ...platform.environment, workingDirectory: folder } }, given);
  if (!result.ok) return [result.failure.code, result.failure.message, result.failure.hint];
  return { ...result.value, file: result.value.file.slice(folder.length + 1) };
}

test("takes the pipeline of this folder where the first argument is a stage", () => {
  expect(found(["pipeline.yaml", "b.pipeline.yaml"], ["train", "evaluate+"])).toEqual({
    file: "pipeline.yaml",
    given: undefined,
    stages: ["train", "evaluate+"],
  });
});

test.each([
  ["wine", "wine/pipeline.yaml"],
  ["./wine", "wine/pipeline.yaml"],
  ["wine/", "wine/pipeline.yaml"],
  ["wine/pipeline.yaml", "wine/pipeline.yaml"],
  ["iris.pipeline.yaml", "iris.pipeline.yaml"],
])("takes %s for a pipeline", (given, file) => {
  expect(found(["pipeline.yaml", "iris.pipeline.yaml", "wine/pipeline.yaml"], [given, "train"])).toEqual({
    file,
    given,
    stages: ["train"],
  });
});

test("takes the only named pipeline of a folder, and names several", () => {
  expect(found(["iris.pipeline.yaml"], [])).toEqual({ file: "iris.pipeline.yaml", given: undefined, stages: [] });
  expect(found(["p/wine.pipeline.yaml", "p/iris.pipeline.yaml"], ["p"])).toEqual([
    "several-pipelines",
    "there are 2 pipelines here: p/iris.pipeline.yaml, p/wine.pipeline.yaml",
    "name one of them, as in millrace run p/iris.pipeline.yaml",
  ]);
});

test("says where there is none, and what may have been meant", () => {
  const hint = "name a folder with a pipeline.yaml, or a .yaml file";
  const begin = `${hint}; \`millrace init\` begins one`;
  expect(found([], [])).toEqual(["no-pipeline", "there is no pipeline.yaml in this folder", begin]);
  expect(found(["wine/data.csv"], ["wine"])).toEqual(["no-pipeline", "there is no pipeline.yaml in wine", begin]);
  expect(found(["pipeline.yml"], [])).toEqual([
    "no-pipeline",
    "there is no pipeline.yaml in this folder",
    "rename pipeline.yml to pipeline.yaml",
  ]);
  expect(found(["pipeline.yaml"], ["iris/", "train"])).toEqual(["no-pipeline", "there is no iris/", hint]);
  expect(found(["pipeline.yaml"], ["iris.yaml"])).toEqual(["no-pipeline", "there is no iris.yaml", hint]);
});

test("a word that is also a folder without a pipeline is a stage, and an empty word no folder", () => {
  const here = { file: "pipeline.yaml", given: undefined };
  expect(found(["pipeline.yaml", "train/model.bin"], ["train"])).toEqual({ ...here, stages: ["train"] });
  expect(found(["pipeline.yaml"], [""])).toEqual({ ...here, stages: [""] });
  expect(found(["pipeline.yaml", "train/model.bin"], ["./train"])).toEqual([
    "no-pipeline",
    "there is no pipeline.yaml in train",
    "name a folder with a pipeline.yaml, or a .yaml file; `millrace init` begins one",
  ]);
});

test("a folder that is reached by a link is meant itself, and a linked file stays where its link is", () => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "millrace-find-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "deep", "wine"), { recursive: true });
  writeFileSync(join(folder, "shared.yaml"), "");
  symlinkSync("../../shared.yaml", join(folder, "deep", "wine", "pipeline.yaml"));
  symlinkSync("deep/wine", join(folder, "wine"));
  const platform = nodePlatform();
  const here = { ...platform, environment: { ...platform.environment, workingDirectory: folder } };
  for (const given of ["wine", "wine/pipeline.yaml"]) {
    expect(findPipeline(here, [given])).toMatchObject({ ok: true, value: { file: join(folder, "deep/wine/pipeline.yaml") } });
  }
});
