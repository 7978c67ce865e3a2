import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { compile, loadPipeline, nodePlatform, run } from "../../engine/library.ts";
import { millrace, millraceWith } from "../millrace.ts";
import { quickFolder } from "../quick-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { mill, runMill, write } from "./store-place.ts";

const variables = { EXECUTIONS: "/dev/null" };
const objectsIn = (folder: string): number =>
  readdirSync(join(folder, ".millrace/store/objects"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;

/** A store above its limit, with results of two grades that nothing needs, and what the grade that is asked for next will make. */
async function full(): Promise<string> {
  const folder = mill(join(temporaryFolder({ within: quickFolder }), "project"));
  for (const grade of [1, 2]) await runMill(folder, `grade=${grade}`);
  write(folder, "millrace.config.yaml", "cache: { size: 1B, runs: 0 }\n");
  return folder;
}

const told = /^store: removed .* that nothing needs; it holds .*, above its limit of 1 .*, and all of it is needed: `millrace du`$/m;

test("a run that made the store grow above its limit makes room at its end, at most once an hour", async () => {
  const folder = await full();
  const before = objectsIn(folder);
  const end = await millraceWith(variables, folder, "run");
  expect(end.code, end.stderr).toBe(0);
  expect(end.stderr).toMatch(told);
  expect(objectsIn(folder)).toBeLessThan(before);
  const next = await millraceWith(variables, folder, "run", "--set", "grade=1");
  expect([next.code, next.stderr]).toEqual([0, expect.not.stringContaining("store:")]);
});

test("so do experiments, and a run that is asked for by a program", async () => {
  const folder = await full();
  const end = await millraceWith(variables, folder, "exp", "run", "--set", "grade=3");
  expect(end.code, end.stderr).toBe(0);
  expect(end.stderr).toMatch(told);

  const other = await full();
  const before = objectsIn(other);
  const platform = nodePlatform();
  const { pipeline } = await loadPipeline({ platform, file: join(other, "pipeline.yaml") });
  const compiled = pipeline && (await compile(pipeline, { platform, selection: [], only: false }));
  if (compiled?.ok !== true) throw new Error("the mill compiles");
  process.env.EXECUTIONS = variables.EXECUTIONS;
  const { signal } = new AbortController();
  const summary = await run({
    plan: compiled.value.plan,
    platform: nodePlatform(),
    jobs: 2,
    mode: "update",
    keepGoing: false,
    wait: true,
    signal,
    listeners: [],
  });
  expect(summary.counts.failed).toBe(0);
  expect(objectsIn(other)).toBeLessThan(before);
  expect((await millrace(other, "verify")).code).toBe(0);
});

test("watch does so after each of its runs", async () => {
  const folder = await full();
  const program = fileURLToPath(new URL("../../dist/millrace.js", import.meta.url));
  const { PATH } = process.env;
  const env = { PATH, ...variables };
  const child = spawn(process.execPath, [program, "watch"], { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"], timeout: 60_000 });
  const ended = once(child, "exit");
  let text = "";
  for await (const part of child.stderr) {
    text += part;
    if (told.test(text)) child.kill("SIGINT");
  }
  expect(await ended, text).toEqual([130, null]);
  expect(text).toMatch(told);
});
