import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { millrace } from "../../millrace.ts";
import { treeOf } from "../../property/tree.ts";
import { cellar, edit } from "./cellar.ts";

const program = fileURLToPath(new URL("../../../dist/millrace.js", import.meta.url));

interface Started {
  readonly child: ChildProcess;
  readonly code: Promise<number | null>;
}

function start(folder: string, ...words: readonly string[]): Started {
  const child = spawn(process.execPath, [program, ...words], { cwd: folder, stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, code: new Promise((resolve) => child.on("exit", resolve)) };
}

/** The stage has begun that sleeps: it has written into its private copy. */
const sleeping = (folder: string): boolean => {
  const copies = join(folder, ".millrace/x");
  return existsSync(copies) && readdirSync(copies).some((name) => existsSync(join(copies, name, "ran.log")));
};

async function statuses(folder: string): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await millrace(folder, "exp", "show", "--json");
  return Object.fromEntries(JSON.parse(stdout).experiments.map((row: { name: string; status: string }) => [row.name, row.status]));
}

test("Ctrl-C ends what is at work with 130 and leaves the rest queued, to be gone on with", async () => {
  const folder = cellar({ git: true });
  await millrace(folder, "run");
  const before = treeOf(folder);
  const { child, code } = start(folder, "exp", "run", "--set", "barrel=slow,clay");
  await expect.poll(() => sleeping(folder), { timeout: 30_000 }).toBe(true);
  expect(await statuses(folder)).toEqual({ workspace: "ok", "barrel-slow": "running", "barrel-clay": "queued" });
  expect((await millrace(folder, "exp", "remove", "barrel-slow")).code).toBe(2);
  child.kill("SIGINT");
  expect(await code).toBe(130);
  expect(await statuses(folder)).toEqual({ workspace: "ok", "barrel-slow": "interrupted", "barrel-clay": "queued" });
  expect(treeOf(folder)).toEqual(before);
  await millrace(folder, "exp", "remove", "barrel-slow");
  expect((await millrace(folder, "exp", "run")).code).toBe(0);
  expect(await statuses(folder)).toEqual({ workspace: "ok", "barrel-clay": "ok" });
});

test("one that was killed is interrupted, and the next command runs it again and clears away its copy", async () => {
  const folder = cellar({ git: true });
  const { child, code } = start(folder, "exp", "run", "--set", "barrel=slow,clay", "--jobs", "2");
  await expect.poll(() => sleeping(folder), { timeout: 30_000 }).toBe(true);
  child.kill("SIGKILL");
  await code;
  expect(await statuses(folder)).toMatchObject({ "barrel-slow": "interrupted" });
  edit(join(folder, "ferment.sh"), (text) => text.replace("sleep 60", "true"));
  expect((await millrace(folder, "exp", "run")).code).toBe(0);
  expect(await statuses(folder)).toMatchObject({ "barrel-slow": "ok", "barrel-clay": "ok" });
  expect(readdirSync(join(folder, ".millrace/x"))).toEqual([]);
});

test("of two commands that run what is queued, each experiment is run by one", async () => {
  const folder = cellar({ git: true });
  await millrace(folder, "exp", "run", "--queue", "--set", "ferment.days=20,21,22,23");
  const both = [start(folder, "exp", "run"), start(folder, "exp", "run")];
  expect(await Promise.all(both.map(({ code }) => code))).toEqual([0, 0]);
  const records = [20, 21, 22, 23].map((days) => JSON.parse(readFileSync(join(folder, `.millrace/experiments/days-${days}.json`), "utf8")));
  expect(records.map(({ result }) => result.counts.ran)).toEqual([3, 2, 2, 2]);
});
