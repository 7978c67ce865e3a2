import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { nodePlatform } from "../../../engine/platform/node-platform.ts";
import { groupEnds } from "../../../engine/run/attempt/group.ts";
import { Watchdog } from "../../../engine/run/watchdog/watchdog.ts";
import { bundle } from "../support/bundle.ts";
import { deafFamily } from "../support/families.ts";

const platform = nodePlatform();
let engine: Awaited<ReturnType<typeof bundle>>;
beforeAll(async () => {
  engine = await bundle("test/run/support/engine.ts");
});
afterAll(() => engine.remove());

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "watchdog-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Starts an engine and waits for that many lines, the first of which names the group of its stage. */
async function startEngine(
  words: readonly string[],
  count: number,
): Promise<{ readonly child: ChildProcess; readonly group: number; readonly lines: string[] }> {
  const child = spawn(process.execPath, [engine.file, folder, ...words], { stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) if (lines.push(line) === count) break;
  return { child, group: Number(lines[0]?.replace("group ", "")), lines };
}

const tidy = (file: string): string => `
  process.on("SIGTERM", () => {
    require("node:fs").writeFileSync("${file}", "");
    process.exit(0);
  });
  setInterval(() => undefined, 1_000_000);
  console.log("ready");
`;

const kill = (child: ChildProcess, signal: "SIGKILL" | "SIGINT"): Promise<unknown> =>
  new Promise((resolve) => child.once("exit", resolve).kill(signal));

describe("when the engine is killed", () => {
  test("a stage of which nobody listens to TERM is gone within six seconds", async () => {
    const { child, group } = await startEngine([deafFamily], 4);
    expect(platform.processes.signalGroup(group, 0)).toBe(true);
    await kill(child, "SIGKILL");
    expect(await groupEnds(platform, { group, within: 6000 })).toBe(true);
  });

  test("a stage that listens to TERM can clean up", async () => {
    const file = join(folder, "cleaned");
    const { child, group } = await startEngine([`exec "${process.execPath}" -e '${tidy(file)}'`], 2);
    await kill(child, "SIGKILL");
    expect(await groupEnds(platform, { group, within: 6000 })).toBe(true);
    expect(existsSync(file)).toBe(true);
  });

  test("between the start of a stage and its release, the stage never runs", async () => {
    const file = join(folder, "ran");
    const { child, group } = await startEngine([`touch "${file}"`, "held"], 2);
    expect(platform.processes.signalGroup(group, 0)).toBe(true);
    await kill(child, "SIGKILL");
    expect(await groupEnds(platform, { group, within: 6000 })).toBe(true);
    expect(existsSync(file)).toBe(false);
  });
});

describe("the watchdog", () => {
  const start = async (command: string) => {
    const started = await platform.processes.start({
      argv: ["/bin/sh", "-c", command],
      cwd: folder,
      env: { PATH: process.env.PATH ?? "" },
      onLine: () => undefined,
    });
    started.release();
    return started;
  };

  test("ends what it still watches when it is closed, and leaves alone what it was told to forget", async () => {
    const watchdog = new Watchdog(platform.processes);
    const [watched, forgotten] = [await start("exec sleep 600"), await start("exec sleep 600")];
    expect(await watchdog.watch(watched.group)).toBe(true);
    expect(await watchdog.watch(forgotten.group)).toBe(true);
    await watchdog.forget(forgotten.group);
    await watchdog.close();
    expect(await watched.ended).toEqual({ kind: "signalled", signal: "SIGTERM" });
    expect(platform.processes.signalGroup(forgotten.group, 0)).toBe(true);
    platform.processes.signalGroup(forgotten.group, "SIGKILL");
    await forgotten.ended;
  });

  test("is replaced where someone ended it, with all that runs", async () => {
    const guards: ReturnType<typeof platform.processes.startGuard>[] = [];
    const watchdog = new Watchdog({
      ...platform.processes,
      startGuard: (script) => {
        const guard = platform.processes.startGuard(script);
        guards.push(guard);
        return guard;
      },
    });
    const [first, second] = [await start("exec sleep 600"), await start("exec sleep 600")];
    await watchdog.watch(first.group);
    await watchdog.forget(first.group);
    await guards[0]?.close();
    expect(await Promise.all([watchdog.watch(first.group), watchdog.watch(second.group)])).toEqual([true, true]);
    expect(guards.length).toBe(2);
    await watchdog.close();
    expect([await first.ended, await second.ended]).toEqual([
      { kind: "signalled", signal: "SIGTERM" },
      { kind: "signalled", signal: "SIGTERM" },
    ]);
  });

  test("ends at once where nothing is left to watch", async () => {
    const watchdog = new Watchdog(platform.processes);
    await watchdog.watch(2 ** 22 + 7);
    await watchdog.forget(2 ** 22 + 7);
    const startedAt = performance.now();
    await watchdog.close();
    expect(performance.now() - startedAt).toBeLessThan(1900);
  });
});
