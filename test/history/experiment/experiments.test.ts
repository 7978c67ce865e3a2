import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Experiment } from "../../../engine/history/experiment/experiment.ts";
import { millrace, millraceRun } from "../../millrace.ts";
import { copyExample } from "../../pipelines/copy-example.ts";
import { treeOf } from "../../property/tree.ts";
import { addTo, type CellarOptions, cellar, edit } from "./cellar.ts";

interface Shown {
  readonly name: string;
  readonly status: string;
  readonly exitCode?: number;
  readonly metrics: Record<string, Record<string, number>>;
}

async function shown(folder: string): Promise<readonly Shown[]> {
  const { stdout } = await millrace(folder, "exp", "show", "--json");
  return JSON.parse(stdout).experiments;
}

const statuses = async (folder: string) => Object.fromEntries((await shown(folder)).map(({ name, status }) => [name, status]));

const record = (root: string, name: string): Experiment =>
  JSON.parse(readFileSync(join(root, `.millrace/experiments/${name}.json`), "utf8"));

describe.each<[string, CellarOptions]>([
  ["in a repository that ignores its data", { git: true }],
  ["without git", { git: false }],
  ["in a folder of a repository", { git: true, folder: "cellars/burgundy" }],
])("%s", (_where, options) => {
  test("leaves the workspace and its lock alone, whatever experiments do", async () => {
    const folder = cellar(options);
    expect((await millrace(folder, "run")).code).toBe(0);
    const before = treeOf(folder);
    const end = await millrace(folder, "exp", "run", "--set", "ferment.days=1,13,20", "--set", "ferment.sugar=0.2,0.5");
    expect(end.code, end.stderr).toBe(1);
    expect(treeOf(folder)).toEqual(before);
    expect(await statuses(folder)).toEqual({
      workspace: "ok",
      "days-1-sugar-0.2": "gate-failed",
      "days-1-sugar-0.5": "gate-failed",
      "days-13-sugar-0.2": "failed",
      "days-13-sugar-0.5": "failed",
      "days-20-sugar-0.2": "ok",
      "days-20-sugar-0.5": "ok",
    });
  });

  test("takes what the workspace has made, and gives back what it makes", async () => {
    const folder = cellar(options);
    await millrace(folder, "run");
    await millrace(folder, "exp", "run", "--set", "ferment.days=10", "--name", "same");
    const root = options.folder === undefined ? folder : join(folder, "../..");
    expect(record(root, "same").result?.counts).toMatchObject({ ran: 0, restored: 3 });
    await millrace(folder, "exp", "run", "--set", "ferment.days=30", "--name", "long");
    expect(record(root, "long").result?.counts).toMatchObject({ ran: 2, restored: 1 });
    const run = await millraceRun(folder, "--set", "ferment.days=30");
    expect(run.outcomes).toEqual({ press: "fresh", ferment: "restored", taste: "restored" });
  });

  test("applied, it is what a clean run with its params is, byte for byte", async () => {
    const [folder, clean] = [cellar(options), cellar(options)];
    await millrace(folder, "run");
    await millrace(folder, "exp", "run", "--set", "ferment={days: 30, sugar: 5e-1}", "--set", "barrel=steel", "--name", "bold");
    const applied = await millrace(folder, "exp", "apply", "bold");
    expect(applied.code, applied.stderr).toBe(0);
    expect((await millraceRun(folder)).outcomes).toEqual({ press: "fresh", ferment: "fresh", taste: "fresh" });
    edit(join(clean, "pipeline.yaml"), (text) => text.replace("days: 10, sugar: 0.2", "days: 30, sugar: 5e-1").replace("oak", "steel"));
    await millrace(clean, "run");
    // What the stage littered the workspace with, and the times in git's index.
    for (const path of ["ran.log", "data/ran.log", ".git"])
      for (const place of [folder, clean]) rmSync(join(place, path), { recursive: true, force: true });
    expect(treeOf(folder)).toEqual(treeOf(clean));
  });
});

test("a kind of one's own and built-in kinds have the same keys in an experiment", async () => {
  const folder = copyExample("languages");
  await millraceRun(folder);
  const end = await millrace(folder, "exp", "run", "--set", "seed=7", "--name", "same");
  expect(end.code, end.stderr).toBe(0);
  expect(record(folder, "same").result?.counts).toMatchObject({ ran: 0, failed: 0 });
  const before = treeOf(folder);
  await millrace(folder, "exp", "run", "--set", "seed=4");
  expect(treeOf(folder)).toEqual(before);
  await millrace(folder, "exp", "apply", "seed-4");
  expect(Object.values((await millraceRun(folder)).outcomes)).not.toContain("ran");
});

test("shows params that vary, metrics, status and the best, the workspace first", async () => {
  const folder = cellar({ git: true });
  await millrace(folder, "run");
  await millrace(folder, "exp", "run", "--set", "ferment.days=1,20,13", "--jobs", "2");
  const time = /\d+(?:\.\d+)? m?s/g;
  // The last column is as wide as its longest time.
  const timeless = (table: string): string => table.replace(time, "T").replace(/ +(took|T)$/gm, "  $1");
  const { stdout, stderr } = await millrace(folder, "exp", "show", "--sort", "score");
  await expect(timeless(stdout)).toMatchFileSnapshot("whole/exp-show.txt");
  expect(stderr).toBe("* best score\n");
  const markdown = await millrace(folder, "exp", "show", "--md", "--sort", "acid_error:desc", "--metric", "acid_error");
  await expect(markdown.stdout.replace(time, "T")).toMatchFileSnapshot("whole/exp-show.md");
  const one = await millrace(folder, "exp", "show", "days-13");
  expect(one.stdout).toContain("experiment days-13 of cellar: failed (1)");
  expect(one.stdout).toContain("the must is spoilt");
});

test("experiments at a time share the pools: no two take one place", async () => {
  const folder = cellar({ git: true });
  addTo(join(folder, "millrace.config.yaml"), "pools: { cpu: 4, press: 1 }\n");
  edit(join(folder, "pipeline.yaml"), (text) =>
    text.replace("press:\n", `press:\n    resources: { press: 1 }\n    env: { DAYS: "\${{ params.ferment.days }}" }\n`),
  );
  const busy = join(folder, "busy");
  edit(join(folder, "pipeline.yaml"), (text) => text.replace("run: sort", `run: mkdir ${busy} && sleep 0.3 && rmdir ${busy} && sort`));
  const { code, stderr } = await millrace(folder, "exp", "run", "--set", "ferment.days=10,20,30", "--jobs", "3");
  expect(code, stderr).toBe(0);
});

test("notes experiments for later, runs them, and forgets them", async () => {
  const folder = cellar({ git: true });
  const nothing = await millrace(folder, "exp", "run");
  expect([nothing.code, nothing.stderr.split("\n")[0]]).toEqual([
    2,
    "error[experiment-refused]: no experiment is queued, and none is given",
  ]);
  await millrace(folder, "exp", "run", "--queue", "--set", "ferment.days=20,30", "--name", "long");
  await millrace(folder, "exp", "run", "--queue", "--set", "barrel=steel");
  expect(await statuses(folder)).toEqual({ workspace: "stale", "long-1": "queued", "long-2": "queued", "barrel-steel": "queued" });
  expect((await millrace(folder, "exp", "remove", "long-1")).stderr).toBe("1 experiment removed\n");
  const all = await millrace(folder, "exp", "run", "--run-all");
  expect(all.code, all.stderr).toBe(0);
  expect(await statuses(folder)).toEqual({ workspace: "stale", "long-2": "ok", "barrel-steel": "ok" });
  await millrace(folder, "exp", "run", "--queue", "--set", "barrel=clay");
  await millrace(folder, "exp", "remove", "--queue");
  expect(await statuses(folder)).toEqual({ workspace: "stale", "long-2": "ok", "barrel-steel": "ok" });
  expect((await millrace(folder, "exp", "remove", "--all")).stderr).toBe("2 experiments removed\n");
  expect(readdirSync(join(folder, ".millrace/experiments")).filter((name) => !name.startsWith("."))).toEqual([]);
});

test("a params file is taken as it was when the experiment was noted", async () => {
  const folder = cellar({ git: true });
  writeFileSync(join(folder, "long.yaml"), "ferment: { days: 40 }\n");
  await millrace(folder, "exp", "run", "--queue", "--params", "long.yaml", "--set", "barrel=oak,steel");
  writeFileSync(join(folder, "long.yaml"), "ferment: { days: 13 }\n");
  expect((await millrace(folder, "exp", "run")).code).toBe(0);
  expect((await shown(folder)).map(({ name, metrics }) => [name, metrics.taste?.score])).toEqual([
    ["workspace", undefined],
    ["barrel-oak", 40],
    ["barrel-steel", 40],
  ]);
});

test("a params file gives only params that the pipeline has", async () => {
  const folder = cellar({ git: true });
  writeFileSync(join(folder, "more.yaml"), "ferment: { days: 40, weeks: 6 }\n");
  const end = await millrace(folder, "exp", "run", "--params", "more.yaml");
  expect(end.code).toBe(2);
  expect(end.stderr).toContain("error[unknown-param]: a `--params` file gives `ferment.weeks`, which the pipeline does not have");
});

test("names are not given twice, and nothing is noted where one experiment is wrong", async () => {
  const folder = cellar({ git: true });
  for (const _time of [1, 2]) await millrace(folder, "exp", "run", "--queue", "--set", "ferment.days=20");
  expect(Object.keys(await statuses(folder))).toEqual(["workspace", "days-20", "days-20-2"]);
  const refusals = [
    ["--set", "ferment.days=5", "--name", "days-20"],
    ["--set", "ferment.days=5", "--name", "../days"],
    ["--set", "ferment.days=5,6", "--set", "ferment.week=1"],
    ["--set", "ferment.days=5,,6"],
    ["--set", "ferment.days"],
  ];
  for (const words of refusals) {
    const end = await millrace(folder, "exp", "run", "--queue", ...words);
    expect(end.code, end.stderr).toBe(2);
  }
  expect(Object.keys(await statuses(folder))).toEqual(["workspace", "days-20", "days-20-2"]);
});

test("an unknown experiment is told with the one that was meant", async () => {
  const folder = cellar({ git: true });
  await millrace(folder, "exp", "run", "--queue", "--set", "ferment.days=20");
  for (const words of [
    ["apply", "days-2O"],
    ["remove", "days-2O"],
    ["show", "days-2O"],
  ]) {
    const end = await millrace(folder, "exp", ...words);
    expect([end.code, end.stderr]).toEqual([
      2,
      "error[experiment-unknown]: there is no experiment days-2O\n  hint: did you mean days-20?\n",
    ]);
  }
});

test("only a gate or a failure decides the exit code, the worst of all", async () => {
  const folder = cellar({ git: true });
  expect((await millrace(folder, "exp", "run", "--set", "ferment.days=1,20")).code).toBe(3);
  expect((await millrace(folder, "exp", "run", "--set", "ferment.days=1,20")).code).toBe(3);
  expect((await millrace(folder, "exp", "run", "--set", "ferment.days=13,1")).code).toBe(1);
});

test("keeps nothing of a private copy but the log", async () => {
  const folder = cellar({ git: true });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync("../../shared", join(folder, "elsewhere"));
  await millrace(folder, "exp", "run", "--set", "ferment.days=13,20");
  expect(existsSync(join(folder, ".millrace/x")) ? readdirSync(join(folder, ".millrace/x")) : []).toEqual([]);
  expect(readdirSync(join(folder, ".millrace/experiments/days-13")).sort()).toEqual([".millrace", "pipeline.lock.json"]);
  expect(readdirSync(join(folder, ".millrace/experiments/days-13/.millrace")).sort()).toEqual(["logs", "runs"]);
});
