import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import type { Platform } from "../../engine/platform/platform.ts";
import { acquireProjectLock, type ProjectLock } from "../../engine/run/project-lock.ts";
import { bundle } from "./support/bundle.ts";

const platform = nodePlatform();
let projectRoot = "";
beforeEach(() => {
  projectRoot = mkdtempSync(join(tmpdir(), "project-"));
});
afterEach(() => rmSync(projectRoot, { recursive: true, force: true }));

const lockFiles = (): string[] => readdirSync(join(projectRoot, ".millrace", "lock")).sort();
const silent = new AbortController().signal;

async function take(from: Platform = platform): Promise<ProjectLock> {
  const taken = await acquireProjectLock({ platform: from, projectRoot, wait: false, signal: silent, onWaiting: () => undefined });
  if (!taken.ok) throw new Error(taken.failure.message);
  return taken.value;
}

/** Leaves the lock as a process would that wrote this and is gone, or is not. */
function leave(generation: number, text: string): void {
  mkdirSync(join(projectRoot, ".millrace", "lock"), { recursive: true });
  writeFileSync(join(projectRoot, ".millrace", "lock", String(generation)), text);
}

const owner = (changes: object): string =>
  `${JSON.stringify({ pid: process.pid, startTime: platform.processes.startTime(process.pid), host: platform.environment.hostName, since: 0, ...changes })}\n`;

describe("the project's lock", () => {
  test("goes from one to the next, and only the last file stays", async () => {
    (await take()).release();
    (await take()).release();
    (await take()).release();
    expect(lockFiles()).toEqual(["3"]);
  });

  test("is refused at once with --no-wait, with the holder's name", async () => {
    leave(7, owner({ pid: process.ppid, startTime: platform.processes.startTime(process.ppid) }));
    expect(await acquireProjectLock({ platform, projectRoot, wait: false, signal: silent, onWaiting: () => undefined })).toEqual({
      ok: false,
      failure: {
        code: "project-locked",
        severity: "error",
        message: `another run works in this project: process ${process.ppid} (since 1970-01-01T00:00:00Z)`,
        why: "two runs at once would write the same outputs; --no-wait was given",
        hint: "run again when it has ended, or leave --no-wait out to wait for it",
      },
    });
    expect(lockFiles()).toEqual(["7"]);
  });

  test("of another machine counts as held, and says how to free it", async () => {
    leave(7, owner({ host: "elsewhere" }));
    await expect(take()).rejects.toThrow(
      `process ${process.pid} on elsewhere (since 1970-01-01T00:00:00Z); where it has ended, remove .millrace/lock`,
    );
  });

  test.each([
    ["whose number another process has now", owner({ pid: process.ppid, startTime: "another boot 17" })],
    ["that is dead", owner({ pid: 2 ** 30 })],
    ["that let go", `${owner({ pid: process.ppid, startTime: platform.processes.startTime(process.ppid) })}released\n`],
  ])("is taken from an owner %s", async (_case, text) => {
    leave(6, owner({}));
    leave(7, text);
    const lock = await take();
    expect(lockFiles()).toEqual(["8"]);
    lock.release();
  });

  test("stays held while what its dead owner left running is being ended, whichever process does so last", async () => {
    const dead = owner({ pid: 2 ** 30 });
    const watchdog = (processId: number): string =>
      `${JSON.stringify({ watchdog: processId, startTime: platform.processes.startTime(processId) ?? "" })}\n`;
    leave(7, `${dead}${watchdog(2 ** 30)}${watchdog(process.ppid)}`);
    await expect(take()).rejects.toThrow(`what process ${2 ** 30} (since 1970-01-01T00:00:00Z) left running when it was killed`);
    leave(7, `${dead}${watchdog(process.ppid)}${watchdog(2 ** 30)}`);
    (await take()).release();
    leave(9, `${dead}${watchdog(process.ppid)}released\n`);
    (await take()).release();
    // A kill in the middle of the line: the watchdog was not told of any stage yet.
    leave(11, `${dead}${watchdog(process.ppid).slice(0, 20)}`);
    (await take()).release();
    expect(lockFiles()).toEqual(["12"]);
  });

  test("is let go of even where the disk is too full to write so", async () => {
    const full = (): never => {
      throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    };
    (await take({ ...platform, disk: { ...platform.disk, append: full } })).release();
    (await take()).release();
    expect(lockFiles()).toEqual(["2"]);
  });

  test("that the disk refuses is no bug", async () => {
    writeFileSync(join(projectRoot, ".millrace"), "a file in the way");
    const taken = await acquireProjectLock({ platform, projectRoot, wait: true, signal: silent, onWaiting: () => undefined });
    expect(taken).toEqual({
      ok: false,
      failure: {
        code: "disk-failed",
        severity: "error",
        message: expect.stringContaining("ENOTDIR"),
        why: "the disk refused the project's lock, without which nothing is run",
        hint: "free space or mend permissions of .millrace/, then run again",
      },
    });
  });

  test("of another run in this process is held too", async () => {
    const lock = await take();
    await expect(take()).rejects.toThrow(`process ${process.pid} (since`);
    lock.release();
  });

  test("names nobody: held while it is young, free once a power cut must have taken its bytes", async () => {
    leave(3, "");
    await expect(take()).rejects.toThrow("a process that is just starting");
    const later = { ...platform, clock: { ...platform.clock, now: () => platform.clock.now() + 11_000 } };
    (await take(later)).release();
    expect(lockFiles()).toEqual(["4"]);
  });

  test("is waited for, told once, and had when it is free; an interruption ends the wait", async () => {
    const first = await take();
    const holders: string[] = [];
    const interrupt = new AbortController();
    const waiting = (signal: AbortSignal, onWaiting: (holder: string) => void) =>
      acquireProjectLock({ platform, projectRoot, wait: true, signal, onWaiting });
    const interrupted = waiting(interrupt.signal, (holder) => {
      holders.push(holder);
      interrupt.abort("SIGINT");
    });
    expect(await interrupted).toMatchObject({ ok: false, failure: { code: "interrupted" } });
    const second = await waiting(silent, (holder) => {
      holders.push(holder);
      first.release();
    });
    expect(second.ok).toBe(true);
    expect(holders).toEqual([
      expect.stringMatching(new RegExp(`^process ${process.pid} \\(since `)),
      expect.stringMatching(new RegExp(`^process ${process.pid} \\(since `)),
    ]);
    if (second.ok) second.value.release();
  });
});

test("twenty processes that are killed at random hold it one at a time and lose no count", async () => {
  const hammer = await bundle("test/run/support/hammer.ts");
  const workers = new Set<ChildProcess>();
  const kills = 40;
  const enough = 200;
  let finished = false;
  let killed = 0;
  const hire = (): void => {
    const worker = spawn(process.execPath, [hammer.file, projectRoot], { stdio: ["ignore", "ignore", "inherit"] });
    workers.add(worker);
    worker.on("exit", () => {
      workers.delete(worker);
      if (!finished) hire();
    });
  };
  for (let index = 0; index < 20; index += 1) hire();
  const journal = (): string[] =>
    existsSync(join(projectRoot, "journal")) ? readFileSync(join(projectRoot, "journal"), "utf8").trimEnd().split("\n") : [];
  await new Promise<void>((resolve) => {
    let seen = 0;
    const watcher = watch(projectRoot, () => {
      const lines = journal().length;
      // A kill for every fourth count: of whoever is inside, or of anyone, who most often waits or takes the lock.
      if (killed < kills && lines >= seen + 4) {
        seen = lines;
        killed += 1;
        const inside = Number(readFileSync(join(projectRoot, "inside"), "utf8"));
        const holder = [...workers].find((worker) => worker.pid === inside);
        const anyone = [...workers][Math.floor(Math.random() * workers.size)];
        ((killed % 2 === 0 ? holder : undefined) ?? anyone)?.kill("SIGKILL");
      }
      if (killed >= kills && lines >= enough) {
        watcher.close();
        resolve();
      }
    });
  });
  finished = true;
  await Promise.all([...workers].map((worker) => new Promise((resolve) => worker.on("exit", resolve).kill("SIGKILL"))));
  hammer.remove();
  const counts = journal().map(Number);
  expect(existsSync(join(projectRoot, "violations"))).toBe(false);
  // A worker that is killed after it counted and before it wrote the journal leaves a gap; a lost update would leave a double.
  expect(counts).toEqual([...new Set(counts)].sort((one, other) => one - other));
  expect(Number(readFileSync(join(projectRoot, "counter"), "utf8")) - counts.length).toBeLessThanOrEqual(kills + 20);
});
