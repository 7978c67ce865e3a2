import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { findInstallation } from "../../engine/platform/installation.ts";
import { millraceVersion } from "../../engine/platform/version.ts";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

test("the installation is found from where its code is", () => {
  expect(findInstallation()).toEqual({
    root,
    stageHost: `${root}/dist/stage-host.js`,
    fileWorker: `${root}/dist/file-worker.js`,
    node: process.execPath,
    library: `${root}/dist/library.js`,
  });
});

test("the version is the package's", () => {
  expect(millraceVersion()).toBe(JSON.parse(readFileSync(`${root}/package.json`, "utf8")).version);
});
