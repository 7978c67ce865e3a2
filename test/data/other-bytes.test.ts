import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { add } from "../../engine/data/add.ts";
import { bringIn } from "../../engine/data/bring-in.ts";
import { checkout } from "../../engine/data/checkout.ts";
import { move, remove } from "../../engine/data/move.ts";
import { openData, type ProjectData } from "../../engine/data/project-data.ts";
import { findPins } from "../../engine/lock/find-pins.ts";
import { asProjectPath } from "../../engine/platform/identity.ts";
import { nodeDisk } from "../../engine/platform/node-disk.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { birds, dataProject } from "./data-project.ts";

/** Bytes beside data that Millrace has never recorded, and so may not take away. */

const path = asProjectPath("data/birds");

async function inProject<Done>(projectRoot: string, work: (data: ProjectData) => Promise<Done>): Promise<Done> {
  const notify = (): void => undefined;
  const data = await openData({ platform: nodePlatform(), projectRoot, notify, signal: new AbortController().signal });
  try {
    return await work(data);
  } finally {
    data.close();
  }
}

const text = (folder: string, file: string): string => readFileSync(join(folder, file), "utf8");

test("a file of another program that is called as a pin would be is neither written over nor removed", async () => {
  const folder = dataProject({ ...birds, "data/birds.pin": "(footprint of a bird)\n", "hawk.txt": "brown\n", "data/owl.txt": "grey\n" });
  const refused = { ok: false, failure: { message: "data/birds.pin is there already, and is no pin of Millrace's" } };
  expect(await inProject(folder, (data) => add(data, { path }))).toMatchObject(refused);
  rmSync(join(folder, "data/birds"), { recursive: true });
  expect(await inProject(folder, (data) => bringIn(data, { source: join(folder, "hawk.txt"), path }))).toMatchObject(refused);
  await inProject(folder, (data) => add(data, { path: asProjectPath("data/owl.txt") }));
  expect((await inProject(folder, (data) => move(data, { from: asProjectPath("data/owl.txt"), to: path }))).ok).toBe(false);
  const removed = await inProject(folder, (data) => remove(data, { path, withData: true, force: true }));
  expect(removed).toMatchObject({ ok: false, failure: { code: "not-pinned" } });
  expect(text(folder, "data/birds.pin")).toBe("(footprint of a bird)\n");
});

test("what .millraceignore leaves out of pinned data stays when another version takes their place", async () => {
  const ignored = { ".millraceignore": "*.note\n", "data/birds/mine.note": "mine\n", "data/birds/sea/cold.note": "brr\n" };
  const folder = dataProject({ ...birds, ...ignored, "data/birds/sea/.DS_Store": "" });
  await inProject(folder, (data) => add(data, { path }));
  const first = text(folder, "data/birds.pin");
  rmSync(join(folder, "data/birds/sea/gull.txt"));
  rmSync(join(folder, "data/birds/sea/.DS_Store"));
  writeFileSync(join(folder, "data/birds/robin.txt"), "orange\n");
  await inProject(folder, (data) => add(data, { path }));
  writeFileSync(join(folder, "data/birds.pin"), first);
  const checkingOut = async (data: ProjectData): Promise<unknown> => {
    const [pin] = findPins(nodeDisk, folder).pins;
    return pin && checkout(data, { pin, force: false });
  };
  expect(await inProject(folder, checkingOut)).toMatchObject({ ok: true, value: { outcome: "replaced" } });
  expect(text(folder, "data/birds/robin.txt")).toBe("red\n");
  expect(text(folder, "data/birds/mine.note")).toBe("mine\n");
  expect(text(folder, "data/birds/sea/cold.note")).toBe("brr\n");
  expect(await inProject(folder, checkingOut)).toMatchObject({ value: { outcome: "there" } });

  expect((await inProject(folder, (data) => remove(data, { path, withData: true, force: false }))).ok).toBe(true);
  expect(existsSync(join(folder, "data/birds"))).toBe(false);
  expect(text(folder, ".millrace/displaced/ignored/data/birds/mine.note")).toBe("mine\n");
});
