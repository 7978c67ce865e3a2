import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bringOther } from "../../engine/data/other/bring-other.ts";
import { openData } from "../../engine/data/project-data.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { dataProject } from "./data-project.ts";

test("a repository whose link leads out of it gets no file of this machine copied; one that stays in it is followed", async () => {
  const [secrets, folder, projectRoot] = [dataProject({ "key.txt": "secret\n" }), dataProject({ "a/rows.csv": "1\n" }), dataProject({})];
  symlinkSync(join(secrets, "key.txt"), join(folder, "weights.bin"));
  symlinkSync(secrets, join(folder, "model"));
  symlinkSync("a/rows.csv", join(folder, "rows.csv"));
  const notify = (): void => undefined;
  const data = await openData({ platform: nodePlatform(), projectRoot, notify, signal: new AbortController().signal });
  const other = { repository: "theirs", commit: "0".repeat(40), folder, close: () => undefined };
  for (const path of ["weights.bin", "model", "model/key.txt"])
    expect(await bringOther(data, { other, path }), path).toMatchObject({ ok: false, failure: { code: "artifact-unknown" } });
  expect(await bringOther(data, { other, path: "rows.csv" })).toMatchObject({ ok: true, value: { kind: "tracked" } });
});
