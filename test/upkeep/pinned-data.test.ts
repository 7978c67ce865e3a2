import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { run as addCommand } from "../../engine/cli/command/add.ts";
import { globalOptions } from "../../engine/cli/options.ts";
import { parseOptions } from "../../engine/cli/parse-options.ts";
import { addOptions } from "../../engine/cli/table/add.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { readRoots } from "../../engine/store/roots.ts";
import { birds, git, writeFiles } from "../data/data-project.ts";
import { watchedDisk } from "../faults/counting-disk.ts";
import { millrace } from "../millrace.ts";
import { treeOf } from "../property/tree.ts";
import { quickFolder } from "../quick-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { gc } from "./store-place.ts";

const program = fileURLToPath(new URL("../../dist/millrace.js", import.meta.url));

/** Two projects without a pipeline, in one store. */
function neighbours() {
  const place = temporaryFolder({ within: quickFolder });
  const [mine, other] = [join(place, "mine"), join(place, "other")];
  for (const folder of [mine, other]) writeFiles(folder, { "millrace.config.yaml": "cache: { folder: ../store }\n" });
  writeFiles(mine, birds);
  return { place, mine, other, store: join(place, "store") };
}

/** Takes the data away and has it brought from the store, which must have all of it. */
async function broughtBack(folder: string): Promise<unknown> {
  rmSync(join(folder, "data", "birds"), { recursive: true });
  const end = await millrace(folder, "checkout");
  expect(end.code, end.stderr).toBe(0);
  return treeOf(join(folder, "data", "birds"));
}

test("what one project pins stays whenever another one that shares the store collects garbage", async () => {
  const { mine, other, store } = neighbours();
  const whole = treeOf(join(mine, "data", "birds"));
  const machine = nodePlatform();
  const [during, said]: [(number | null)[], string[]] = [[], []];
  const collect = (): void => {
    const end = spawnSync(process.execPath, [program, "gc", "--size", "0", "--no-wait"], { cwd: other, encoding: "utf8" });
    during.push(end.status);
  };
  // The objects are there, and the pin that names them is not yet.
  const platform = {
    ...machine,
    disk: watchedDisk(machine.disk, { before: (_, point) => (point === "pin" ? collect() : undefined) }),
    environment: { ...machine.environment, workingDirectory: mine },
    console: { ...machine.console, out: (text: string) => said.push(text), error: (text: string) => said.push(text) },
  };
  const { options, positionals } = parseOptions(["data/birds"], { ...globalOptions, ...addOptions });
  const code = await addCommand({ platform, options, arguments: positionals });
  expect(code, said.join("")).toBe(0);
  expect([...new Set(during)]).toEqual([5]);
  expect(readRoots(machine.disk, store).roots.map(({ project }) => project)).toContain(mine);
  const { contents } = await gc(other);
  expect(contents.projects.flatMap(({ needs }) => needs.map(({ kind, source }) => [kind, source]))).toEqual([["pin", "data/birds"]]);
  expect(await broughtBack(mine)).toEqual(whole);
});

test("get and checkout make their project known to the store, too", async () => {
  const { place, mine, other, store } = neighbours();
  const whole = treeOf(join(mine, "data", "birds"));
  git(mine, "init", "-q");
  await millrace(mine, "add", "data/birds");
  writeFiles(mine, { ".gitignore": "/data/birds\n.millrace/\n" });
  git(mine, "add", "-A");
  git(mine, "commit", "-qm", "birds");
  const clone = join(place, "clone");
  git(place, "clone", "-q", mine, clone);
  expect((await millrace(clone, "checkout")).code).toBe(0);
  const got = await millrace(other, "get", "../mine", "data/birds", "--pin", "-o", "data/birds");
  expect(got.code, got.stderr).toBe(0);
  rmSync(mine, { recursive: true });
  expect(readRoots(nodePlatform().disk, store).roots.map(({ project }) => project)).toEqual([clone, mine, other]);
  await gc(other);
  expect(await broughtBack(clone)).toEqual(whole);
  rmSync(clone, { recursive: true });
  await gc(other);
  expect(await broughtBack(other)).toEqual(whole);
});

test("data that a pin of an earlier commit names stays: nothing can make it again", async () => {
  const { mine } = neighbours();
  const whole = treeOf(join(mine, "data", "birds"));
  await millrace(mine, "add", "data/birds");
  const pin = readFileSync(join(mine, "data", "birds.pin"));
  writeFiles(mine, { "data/birds/owl.txt": "another owl\n" });
  expect((await millrace(mine, "add", "data/birds")).code).toBe(0);
  expect(readFileSync(join(mine, "data", "birds.pin"))).not.toEqual(pin);
  expect((await millrace(mine, "gc", "--size", "0", "--age", "0d", "--runs", "0")).code).toBe(0);
  writeFileSync(join(mine, "data", "birds.pin"), pin);
  expect(await broughtBack(mine)).toEqual(whole);
});
