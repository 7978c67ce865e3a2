import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { watchedDisk } from "../faults/counting-disk.ts";
import { millrace } from "../millrace.ts";
import { treeOf } from "../property/tree.ts";
import { quickFolder } from "../quick-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { gc, mill, outcomesOf, runMill, write } from "./store-place.ts";

const all = (outcome: string) => ({ bran: outcome, clean: outcome, grind: outcome, weigh: outcome });

test("a gc that dies at any write loses nothing that is needed, and the next one goes on", { timeout: 300_000 }, async () => {
  const original = mill(join(temporaryFolder({ within: quickFolder }), "project"));
  for (const grade of [1, 2]) await runMill(original, `grade=${grade}`);
  await runMill(original);
  const whole = treeOf(original);
  const copy = (): string => {
    const folder = join(temporaryFolder({ within: quickFolder }), "project");
    cpSync(original, folder, { recursive: true, preserveTimestamps: true });
    return folder;
  };
  const dying = (write: number) => {
    const machine = nodePlatform();
    const before = (number: number): void => {
      if (number >= write) throw new Error("killed");
    };
    return { ...machine, disk: watchedDisk(machine.disk, { before }) };
  };
  const kept = (await gc(copy())).after;
  let deaths = 0;
  for (let at = 0; ; at += 1) {
    const folder = copy();
    const died = await gc(folder, { platform: dying(at) }).then(
      () => false,
      () => true,
    );
    if (!died) break;
    deaths += 1;
    expect((await gc(folder)).after, `after a death at write ${at}`).toBe(kept);
    for (const path of ["out", "made"]) rmSync(join(folder, path), { recursive: true });
    expect(outcomesOf(await runMill(folder)), `after a death at write ${at}`).toEqual(all("restored"));
    expect(treeOf(folder)).toEqual(whole);
  }
  expect(deaths).toBeGreaterThan(20);
});

test("gc in a loop beside the engines of two projects in one store: no run fails, none yields a wrong result", {
  timeout: 300_000,
}, async () => {
  const place = temporaryFolder({ within: quickFolder });
  const projects = ["north", "south"].map((name) => mill(join(place, name), { store: "../store" }));
  write(projects[1] ?? "", "grain.txt", "oats\nspelt\nemmer\n");
  let running = true;
  const collecting = (async () => {
    let rounds = 0;
    for (; running; rounds += 1) {
      const end = await millrace(projects[rounds % 2] ?? "", "gc", "--size", "0", "--runs", "0");
      expect(end.code, end.stderr).toBe(0);
    }
    return rounds;
  })();
  const grades = [1, 2, 3, 2, 1, 3, 1, 2];
  const engines = projects.map(async (folder) => {
    for (const grade of grades) {
      expect((await runMill(folder, `grade=${grade}`)).exitCode).toBe(0);
      if (grade === 3) for (const path of ["out", "made"]) rmSync(join(folder, path), { recursive: true });
    }
  });
  try {
    await Promise.all(engines);
  } finally {
    running = false;
  }
  expect(await collecting).toBeGreaterThan(0);
  for (const folder of projects) {
    const clean = mill(join(place, "clean"));
    cpSync(join(folder, "grain.txt"), join(clean, "grain.txt"));
    await runMill(clean, "grade=2");
    const { "millrace.config.yaml": _, ...made } = treeOf(folder);
    const { "millrace.config.yaml": __, ...wanted } = treeOf(clean);
    expect(made).toEqual(wanted);
    rmSync(clean, { recursive: true });
  }
});
