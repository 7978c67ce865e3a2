import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { add } from "../../engine/data/add.ts";
import { checkout } from "../../engine/data/checkout.ts";
import { openData, type ProjectData } from "../../engine/data/project-data.ts";
import { findPins } from "../../engine/lock/find-pins.ts";
import { asProjectPath } from "../../engine/platform/identity.ts";
import { nodeDisk } from "../../engine/platform/node-disk.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { type WriteWatcher, watchedDisk } from "../faults/counting-disk.ts";
import { birds, dataProject } from "./data-project.ts";

const path = asProjectPath("data/birds");

async function opened<Done>(projectRoot: string, watcher: WriteWatcher, work: (data: ProjectData) => Promise<Done>): Promise<Done> {
  const platform = { ...nodePlatform(), disk: watchedDisk(nodeDisk, watcher) };
  const notify = (): void => undefined;
  const data = await openData({ platform, projectRoot, notify, signal: new AbortController().signal });
  try {
    return await work(data);
  } finally {
    data.close();
  }
}

const adding = (data: ProjectData): Promise<unknown> => add(data, { path });

async function checkingOut(data: ProjectData): Promise<unknown> {
  const [pin] = findPins(nodeDisk, data.projectRoot).pins;
  if (pin === undefined) throw new Error("nothing is pinned");
  const done = await checkout(data, { pin, force: false });
  if (!done.ok) throw new Error(done.failure.message);
  return done;
}

const textsOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(join(folder, "data"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [
        join(entry.parentPath, entry.name).slice(folder.length + 1),
        readFileSync(join(entry.parentPath, entry.name), "utf8"),
      ]),
  );

async function writesOf(folder: string, work: (data: ProjectData) => Promise<unknown>): Promise<number> {
  let writes = 0;
  const before = (): void => {
    writes += 1;
  };
  await opened(folder, { before }, work);
  return writes;
}

const refusing = (at: number): WriteWatcher => ({
  before: (number) => {
    if (number >= at) throw Object.assign(new Error("ENOSPC: refused by the test"), { code: "ENOSPC", syscall: "write" });
  },
});

const quiet = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

test("a disk that is full from any write of `add` on leaves no pin, and the next `add` is as if nothing had been", async () => {
  const total = await writesOf(dataProject(birds), adding);
  expect(total).toBeGreaterThan(8);
  for (let at = 0; at < total; at += 1) {
    const folder = dataProject(birds);
    await quiet(opened(folder, refusing(at), adding));
    // The pin is the last that counts: what it names is in the store by then.
    if (existsSync(join(folder, "data/birds.pin"))) {
      rmSync(join(folder, "data/birds"), { recursive: true });
      await opened(folder, {}, checkingOut);
    }
    expect(await opened(folder, {}, adding), `from write ${at}`).toMatchObject({ ok: true, value: { pin: { files: 3, size: 16 } } });
    expect(textsOf(folder)).toMatchObject(birds);
  }
});

test("a disk that is full from any write of `checkout` on leaves the old or the new, and the next `checkout` is as if nothing had been", async () => {
  const changed = async (): Promise<string> => {
    const folder = dataProject(birds);
    await opened(folder, {}, adding);
    const first = readFileSync(join(folder, "data/birds.pin"), "utf8");
    writeFileSync(join(folder, "data/birds/robin.txt"), "orange\n");
    await opened(folder, {}, adding);
    writeFileSync(join(folder, "data/birds.pin"), first);
    return folder;
  };
  const total = await writesOf(await changed(), checkingOut);
  expect(total).toBeGreaterThan(8);
  for (let at = 0; at < total; at += 1) {
    const folder = await changed();
    await quiet(opened(folder, refusing(at), checkingOut));
    await opened(folder, {}, checkingOut);
    expect(Object.keys(textsOf(folder)).sort(), `from write ${at}`).toEqual([...Object.keys(birds), "data/birds.pin"].sort());
    expect(textsOf(folder), `from write ${at}`).toMatchObject(birds);
  }
});
