import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { findPins } from "../../engine/lock/find-pins.ts";
import { renderPin } from "../../engine/lock/pin-file.ts";
import type { Disk } from "../../engine/platform/disk.ts";
import { asDigest, asProjectPath } from "../../engine/platform/identity.ts";
import { nodeDisk } from "../../engine/platform/node-disk.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const pinText = renderPin({ path: asProjectPath("any"), entry: { digest: asDigest("ab".repeat(32)), shape: "file" }, size: 1, files: 1 });

function project(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

test("pins are found wherever they are committed, and nowhere else", () => {
  const folder = project({
    "rows.csv.pin": pinText,
    "data/birds.pin": pinText,
    "data/birds/inner.pin": pinText,
    "data/no-bytes-yet.pin": pinText,
    "data/board.pin": "a pin of an electronic board\n",
    "node_modules/some/data.pin": pinText,
    ".git/data.pin": pinText,
    ".millrace/data.pin": pinText,
    "out/.gitignore": "*\n",
    "out/copy.pin": pinText,
    "models/.gitignore": "/bert\n",
    "models/bert.pin": pinText,
    "vendored/millrace.config.yaml": "",
    "vendored/data.pin": pinText,
    "torn.pin": pinText.slice(0, 200),
  });
  symlinkSync("data", join(folder, "link"));
  const { pins, diagnostics } = findPins(nodeDisk, folder);
  expect(pins.map(({ path }) => path)).toEqual(["data/birds", "data/no-bytes-yet", "models/bert", "rows.csv"]);
  expect(diagnostics.map(({ code, place }) => `${code} ${place?.file}`)).toEqual(["pin-damaged torn.pin"]);
});

test("no pinned folder is looked into, however many files it has", () => {
  const folder = project({ "data/birds.pin": pinText, "data/birds/robin.png": "", "code/main.py": "" });
  const listed: string[] = [];
  const list: Disk["list"] = (path) => {
    listed.push(path.slice(folder.length));
    return nodeDisk.list(path);
  };
  findPins({ ...nodeDisk, list }, folder);
  expect(listed.sort()).toEqual(["", "/code/", "/data/"]);
});
