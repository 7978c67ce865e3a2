import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Entry } from "../../../engine/key/entry.ts";
import { nodePlatform } from "../../../engine/platform/node-platform.ts";
import { RemoteFailure } from "../../../engine/store/remote/transport.ts";
import { watchedDisk } from "../../faults/counting-disk.ts";
import { quickFolder } from "../../quick-folder.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { Machine, manyFiles } from "./scene.ts";

/** A machine on whose disk nothing can be written any more once so many writes were done. */
function fillingMachine(): { readonly machine: Machine; readonly fillAfter: (writes: number) => void } {
  const state = { counted: 0, most: Number.POSITIVE_INFINITY };
  const before = (): void => {
    if (state.counted >= state.most)
      throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC", syscall: "write" });
    state.counted += 1;
  };
  const disk = watchedDisk(nodePlatform().disk, { before });
  const fillAfter = (writes: number): void => {
    state.counted = 0;
    state.most = writes;
  };
  return { machine: new Machine({ platform: { disk } }), fillAfter };
}

const isRefusal = (error: unknown): boolean => error instanceof RemoteFailure || (error as { code?: string }).code === "ENOSPC";

const contents = {
  "a file, and a folder that travels packed": async (machine: Machine): Promise<readonly Entry[]> => [
    await machine.keep("wheat\n"),
    await machine.keep(manyFiles(6)),
  ],
  "a file that travels in pieces": async (machine: Machine): Promise<readonly Entry[]> => [
    await machine.keep(Buffer.alloc(9_000_000, "grain")),
  ],
};

async function expectWhole(machine: Machine, entries: readonly Entry[]): Promise<void> {
  for (const entry of entries) {
    if (!machine.store.has(entry)) continue;
    expect((await machine.store.materialize(entry, join(machine.folder, `whole-${entry.digest}`))).ok).toBe(true);
  }
}

describe.each(Object.entries(contents))("a disk that is full, or a process that is dead, from any write on: %s", (_name, keep) => {
  test("of a push: nothing on the remote names what is not there, and the next push goes on", async () => {
    const { machine, fillAfter } = fillingMachine();
    const entries = await keep(machine);
    for (let most = 0; ; most += 1) {
      const share = join(temporaryFolder({ within: quickFolder }), "share");
      fillAfter(most);
      const pushed = await machine.push(machine.folderRemote(share, { writing: true }), entries).catch((error: unknown) => error);
      const other = new Machine();
      if (existsSync(share)) await other.source(other.folderRemote(share)).bring(entries);
      await expectWhole(other, entries);
      expect(other.told).toEqual([]);
      if (!(pushed instanceof Error)) break;
      expect(isRefusal(pushed)).toBe(true);
      fillAfter(Number.POSITIVE_INFINITY);
      await machine.push(machine.folderRemote(share, { writing: true }), entries);
      expect(await other.source(other.folderRemote(share)).bring(entries)).toBe(true);
      expect(most).toBeLessThan(60);
    }
  });

  test("of a fetch: what is in the store is whole, and the next one brings the rest", async () => {
    const share = join(temporaryFolder({ within: quickFolder }), "share");
    const one = new Machine();
    const entries = await keep(one);
    await one.push(one.folderRemote(share, { writing: true }), entries);
    for (let most = 0; ; most += 1) {
      const { machine, fillAfter } = fillingMachine();
      fillAfter(most);
      const brought = await machine
        .source(machine.folderRemote(share))
        .bring(entries)
        .catch((error: unknown) => error);
      fillAfter(Number.POSITIVE_INFINITY);
      await expectWhole(machine, entries);
      if (brought === true) break;
      expect(isRefusal(brought)).toBe(true);
      expect(await machine.source(machine.folderRemote(share)).bring(entries)).toBe(true);
      expect(most).toBeLessThan(60);
    }
  });
});

test("who fetches while others push has something whole or nothing, and in the end all", async () => {
  const share = join(temporaryFolder({ within: quickFolder }), "share");
  mkdirSync(share);
  const [one, two, reader] = [new Machine(), new Machine(), new Machine()];
  const keep = contents["a file, and a folder that travels packed"];
  const entries = await keep(one);
  await keep(two);
  const pushes = Promise.all([one, two].map((machine) => machine.push(machine.folderRemote(share, { writing: true }), entries)));
  let done = false;
  pushes.finally(() => (done = true));
  while (!done) {
    await reader.source(reader.folderRemote(share)).bring(entries);
    await expectWhole(reader, entries);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await pushes;
  expect(await reader.source(reader.folderRemote(share)).bring(entries)).toBe(true);
  expect(reader.told).toEqual([]);
  expect(readdirSync(join(share, "v1/incoming"))).toEqual([]);
});

test("what a push that was killed has left goes a day later, by the clock of the folder", async () => {
  const share = join(temporaryFolder({ within: quickFolder }), "share");
  const incoming = join(share, "v1/incoming");
  mkdirSync(incoming, { recursive: true });
  const now = Date.now() / 1000;
  for (const [name, age] of [
    ["yesterday", 90_000],
    ["at-work", 80_000],
  ] as const) {
    writeFileSync(join(incoming, name), "wh");
    utimesSync(join(incoming, name), now - age, now - age);
  }
  const machine = new Machine();
  await machine.push(machine.folderRemote(share, { writing: true }), [await machine.keep("wheat\n")]);
  expect(readdirSync(incoming)).toEqual(["at-work"]);
});
