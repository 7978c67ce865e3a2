import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { leaseStore } from "../../engine/run/store-lease.ts";
import { millrace } from "../millrace.ts";
import { treeOf } from "../property/tree.ts";
import { quickFolder } from "../quick-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { gc, mill, outcomesOf, runMill, write } from "./store-place.ts";

const newPlace = (): string => temporaryFolder({ within: quickFolder });
const all = (outcome: string) => ({ bran: outcome, clean: outcome, grind: outcome, weigh: outcome });
const forgetOutputs = (folder: string): void => {
  for (const path of ["out", "made"]) rmSync(join(folder, path), { recursive: true });
};

describe("what is needed stays", () => {
  test("what the lock names is restored after everything else is gone", async () => {
    const folder = mill(join(newPlace(), "project"));
    await runMill(folder, "grade=1");
    await runMill(folder);
    const whole = treeOf(folder);
    const { eviction } = await gc(folder);
    expect(eviction.objects.length).toBeGreaterThan(0);
    forgetOutputs(folder);
    const again = await runMill(folder);
    expect(outcomesOf(again)).toEqual(all("restored"));
    expect(treeOf(folder)).toEqual(whole);
    // The older result is gone, and is made again.
    expect(outcomesOf(await runMill(folder, "grade=1")).grind).toBe("ran");
  });

  test("of all projects that share the store, whichever asks", async () => {
    const place = newPlace();
    const [mine, other] = [mill(join(place, "mine"), { store: "../store" }), mill(join(place, "other"), { store: "../store" })];
    await runMill(mine);
    write(other, "grain.txt", "oats\nspelt\n");
    await runMill(other);
    await gc(mine);
    forgetOutputs(other);
    expect(outcomesOf(await runMill(other))).toEqual(all("restored"));
  });

  test("a project that was removed needs nothing; one that cannot be read keeps what it needed and what came since", async () => {
    const place = newPlace();
    const [mine, other] = [mill(join(place, "mine"), { store: "../store" }), mill(join(place, "deep", "other"), { store: "../../store" })];
    await runMill(mine);
    write(other, "grain.txt", "oats\nspelt\n");
    await runMill(other);
    await gc(mine);
    // Of this no record tells.
    write(other, "grain.txt", "rye\n");
    await runMill(other);
    // As an unmounted disk leaves it: the mount point is there, and empty.
    renameSync(other, join(place, "elsewhere"));
    mkdirSync(other);
    const unreadable = nodePlatform();
    const platform = {
      ...unreadable,
      disk: {
        ...unreadable.disk,
        list: (path: string) => {
          if (path === other) throw Object.assign(new Error("EIO: i/o error"), { code: "EIO", syscall: "scandir" });
          return unreadable.disk.list(path);
        },
      },
    };
    const kept = await gc(mine, { platform });
    expect(kept.contents.projects.map(({ state }) => state).sort()).toEqual(["read", "unreadable"]);
    expect(kept.eviction.objects).toEqual([]);
    rmSync(other, { recursive: true });
    const gone = await gc(mine);
    expect(gone.forgotten.map(({ root }) => root.project)).toEqual([other]);
    expect(gone.eviction.objects.length).toBeGreaterThan(0);
    expect((await gc(mine)).contents.projects).toHaveLength(1);
  });

  test("pinned data, versions in the registry, experiments and kept runs", async () => {
    const folder = mill(join(newPlace(), "project"));
    await runMill(folder);
    const put = (name: string): string => {
      const digest = createHash("sha256").update(name).digest("hex");
      write(folder, `.millrace/store/objects/${digest.slice(0, 2)}/${digest.slice(2)}`, name);
      return digest;
    };
    const named = { pin: put("pin"), registry: put("registry"), experiment: put("experiment"), run: put("run") };
    const nobody = put("nobody");
    write(folder, "data/birds.csv.pin", `pin: 1\ndigest: ${named.pin}\nsize: 3\nfiles: 1\n`);
    write(folder, "registry/models/wine/1.0.0.json", `{"digest":"${named.registry}"}\n`);
    const started = { type: "run-started", run: "20260101T000000000Z-1", pipeline: "pipeline.yaml", stages: [], params: {}, at: 1 };
    const finished = {
      type: "stage-finished",
      stage: "bran",
      outcome: "ran",
      inputs: [],
      outputs: [{ port: "bran", path: "x", digest: named.run }],
      at: 2,
    };
    write(folder, ".millrace/runs/20260101T000000000Z-1.jsonl", `${JSON.stringify(started)}\n${JSON.stringify(finished)}\n`);
    write(folder, ".millrace/experiments/oak/runs.txt", "");
    const lock = readFileSync(join(folder, "pipeline.lock.json"), "utf8");
    write(folder, ".millrace/experiments/oak/pipeline.lock.json", lock);
    rmSync(join(folder, `.millrace/store/objects/${named.experiment.slice(0, 2)}/${named.experiment.slice(2)}`));

    const { contents, eviction } = await gc(folder, { runs: 1, dryRun: true });
    const kindOf = (digest: string) => [...contents.neededBy].find(([needed]) => needed === digest)?.[1].kind;
    expect([kindOf(named.pin), kindOf(named.registry), kindOf(named.run)]).toEqual(["pin", "registry", "run"]);
    expect(contents.projects.flatMap(({ needs }) => needs.map(({ kind }) => kind))).toContain("experiment");
    expect(eviction.objects.map(({ digest }) => digest)).toEqual([nobody]);
    const withoutRuns = await gc(folder, { dryRun: true });
    expect(withoutRuns.eviction.objects.map(({ digest }) => digest).sort()).toEqual([nobody, named.run].sort());
  });
});

test("what was used least recently goes first, and a restore counts as use", async () => {
  const folder = mill(join(newPlace(), "project"));
  for (const grade of [1, 2]) await runMill(folder, `grade=${grade}`);
  const store = join(folder, ".millrace/store");
  const long = new Date(Date.now() - 20 * 86_400_000);
  const files = readdirSync(store, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { parentPath, name } of files) utimesSync(join(parentPath, name), long, long);
  // Restores the first, which makes it the newest; the second is what goes.
  expect(outcomesOf(await runMill(folder, "grade=1")).grind).toBe("restored");
  await runMill(folder, "grade=3");
  await gc(folder, { size: Number.POSITIVE_INFINITY, age: 10 * 86_400_000 });
  expect(outcomesOf(await runMill(folder, "grade=1")).grind).toBe("restored");
  expect(outcomesOf(await runMill(folder, "grade=2")).grind).toBe("ran");
});

test("a fresh run writes nothing into the store but its lease", async () => {
  const folder = mill(join(newPlace(), "project"));
  await runMill(folder);
  const machine = nodePlatform();
  const written: string[] = [];
  const note = (path: string) => path.includes("/store/") && !path.includes("/leases") && written.push(path);
  const disk = {
    ...machine.disk,
    touch: (_: string, path: string) => note(path),
    append: (point: Parameters<typeof machine.disk.append>[0], path: string, bytes: string) => {
      note(path);
      machine.disk.append(point, path, bytes);
    },
    replace: (...[point, path, bytes, options]: Parameters<typeof machine.disk.replace>) => {
      note(path);
      machine.disk.replace(point, path, bytes, options);
    },
  } as typeof machine.disk;
  const { runPipeline } = await import("../property/engine.ts");
  await runPipeline({ folder, executions: join(folder, "..", "executions"), platform: { ...machine, disk } });
  expect(written).toEqual([]);
});

describe("the command", () => {
  test("--dry-run changes nothing, and says what would go and what would stay", async () => {
    const folder = mill(join(newPlace(), "project"));
    await runMill(folder, "grade=1");
    await runMill(folder);
    const store = join(folder, ".millrace/store");
    const before = treeOf(store);
    const end = await millrace(folder, "gc", "--dry-run", "--size", "0");
    expect(end.code).toBe(0);
    expect(end.stdout).toMatch(/^would remove .* of .*\n {2}.* used least recently/);
    expect(end.stdout).toMatch(/would stay\n(.*\n)* .*grind +result of the lock +pipeline.lock.json/);
    expect(treeOf(store)).toEqual(before);
    const { before: bytes, after, stays } = JSON.parse((await millrace(folder, "gc", "-n", "--json", "--size", "0")).stdout);
    expect(bytes).toBeGreaterThan(after);
    expect(stays.reduce((sum: number, use: { bytes: number }) => sum + use.bytes, 0)).toBe(after);
  });

  test("waits for who uses the store, or says who does", async () => {
    const folder = mill(join(newPlace(), "project"));
    await runMill(folder);
    const storeFolder = join(folder, ".millrace/store");
    const request = { platform: nodePlatform(), storeFolder, projectRoot: folder, onWaiting: () => undefined };
    const lease = await leaseStore({ ...request, signal: new AbortController().signal });
    await expect(gc(folder, { wait: false })).rejects.toThrow(`{"kind":"busy","holder":"process ${process.pid}`);
    const refused = await millrace(folder, "gc", "--no-wait");
    expect(refused.code).toBe(5);
    expect(refused.stderr).toContain(`the store is in use: process ${process.pid}`);
    const waiting = millrace(folder, "gc");
    lease.release();
    expect((await waiting).code).toBe(0);
  });

  test("does not wait for a use that has ended though the disk refused to say so", async () => {
    const folder = mill(join(newPlace(), "project"));
    await runMill(folder);
    const platform = nodePlatform();
    const remove = (): never => {
      throw Object.assign(new Error("EIO: refused by the test"), { code: "EIO" });
    };
    const lease = await leaseStore({
      platform: { ...platform, disk: { ...platform.disk, remove } },
      ...{ storeFolder: join(folder, ".millrace/store"), projectRoot: folder, onWaiting: () => undefined },
      signal: new AbortController().signal,
    });
    lease.release();
    expect((await gc(folder)).before).toBeGreaterThan(0);
  });

  test("a size without a unit is refused with one that would do", async () => {
    const folder = mill(join(newPlace(), "project"));
    const end = await millrace(folder, "gc", "--size", "20");
    expect(end.code).toBe(2);
    expect(end.stderr).toContain("--size takes a number with its unit, not 20");
  });

  test("du counts shared bytes once", async () => {
    const folder = mill(join(newPlace(), "project"));
    await runMill(folder);
    const { bytes, uses, byAge } = JSON.parse((await millrace(folder, "du", "--json")).stdout);
    const files = readdirSync(join(folder, ".millrace/store"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\/(objects|actions)\//.test(`${entry.parentPath}/`))
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name)).length);
    const sum = (list: readonly { readonly bytes: number }[]) => list.reduce((total, item) => total + item.bytes, 0);
    expect(bytes).toBe(files.reduce((total, size) => total + size, 0));
    expect([sum(uses), sum(byAge)]).toEqual([bytes, bytes]);
    expect((await millrace(folder, "du")).stdout).toContain("grind");
  });
});

test("temporary files of writers that are gone go, those of writers at work stay", async () => {
  const folder = mill(join(newPlace(), "project"));
  await runMill(folder);
  const objects = join(folder, ".millrace/store/objects");
  const [mine, theirs] = [join(objects, `entering-${process.pid}-7`), join(objects, "entering-999999999-7")];
  for (const file of [mine, theirs]) writeFileSync(file, "half");
  const { leftovers } = await gc(folder);
  expect(leftovers.map(({ path }) => path)).toEqual([theirs]);
  expect(readdirSync(objects)).toContain(`entering-${process.pid}-7`);
});
