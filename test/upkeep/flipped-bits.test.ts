import { cpSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readConfig } from "../../engine/config/read-config.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { storeContents } from "../../engine/upkeep/store-contents.ts";
import { verifyStore } from "../../engine/upkeep/verify-store.ts";
import { treeOf } from "../property/tree.ts";
import { quickFolder } from "../quick-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { flip } from "./flip.ts";
import { mill, runMill } from "./store-place.ts";

/** Files of a project's state, relative to the project. */
const filesBelow = (folder: string, path: string): readonly string[] =>
  readdirSync(join(folder, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));

async function verified(folder: string) {
  const platform = nodePlatform();
  const config = await readConfig(platform, folder);
  if (!config.ok) throw new Error("no configuration");
  const { folder: storeFolder, runs } = config.value.store;
  const contents = () => storeContents({ disk: platform.disk, storeFolder, runs, projectRoot: folder });
  return verifyStore({ disk: platform.disk, storeFolder, contents });
}

test("a bit that flips in any file of the state never makes a wrong result, and verify names it where it is an object or a result", {
  timeout: 300_000,
}, async () => {
  const original = mill(join(temporaryFolder({ within: quickFolder }), "project"));
  await runMill(original);
  const whole = treeOf(original);
  const files = [...filesBelow(original, ".millrace/store"), ...filesBelow(original, ".millrace/state")].filter(
    (path) => !path.includes("/lock/"),
  );
  expect(files.some((path) => path.includes("/roots/"))).toBe(true);
  const [randoms = []] = fc.sample(
    fc.array(fc.double({ min: 0, max: 0.999999, noNaN: true }), { minLength: files.length, maxLength: files.length }),
    1,
  );
  for (const [index, path] of files.entries()) {
    const random = randoms[index] ?? 0;
    const folder = join(temporaryFolder({ within: quickFolder }), "project");
    cpSync(original, folder, { recursive: true, preserveTimestamps: true });
    flip(join(folder, path), random);
    const isObject = path.includes("/objects/");
    if (isObject || path.includes("/actions/")) {
      const { corrupt, tornResults } = await verified(folder);
      expect([corrupt.length, tornResults.length], path).toEqual(isObject ? [1, 0] : [0, 1]);
      expect((await verified(folder)).corrupt).toEqual([]);
    }
    for (const outputs of ["out", "made"]) rmSync(join(folder, outputs), { recursive: true });
    expect((await runMill(folder)).exitCode, `${path} at ${random}`).toBe(0);
    expect(treeOf(folder), `${path} at ${random}`).toEqual(whole);
    rmSync(folder, { recursive: true });
  }
});
