import { spawn } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runPipeline } from "../property/engine.ts";
import { treeOf } from "../property/tree.ts";
import { quickFolder } from "../quick-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { stageNames, writeSmallProject } from "./small-project.ts";

const program = fileURLToPath(new URL("engine-process.mjs", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
}

function engine(folder: string, ...words: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, folder, join(folder, "..", "executions"), ...words], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (text) => {
      output += text;
    });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, output }));
  });
}

interface Project {
  readonly folder: string;
  readonly executions: string;
  readonly executed: () => readonly string[];
  readonly forget: () => void;
}

function project(write: (folder: string) => void = writeSmallProject): Project {
  const root = temporaryFolder({ within: quickFolder });
  const folder = join(root, "project");
  const executions = join(root, "executions");
  write(folder);
  return {
    folder,
    executions,
    executed: () => (existsSync(executions) ? readFileSync(executions, "utf8").split("\n").filter(Boolean) : []),
    forget: () => writeFileSync(executions, ""),
  };
}

const finishedIn = (output: string): readonly string[] => output.split("\n").flatMap((line) => /^ran (.+)$/.exec(line)?.[1] ?? []);

/** A life of a project up to the run that is killed. */
const lives = {
  "of a first run": async () => project(),
  "of a run that restores": async () => {
    const here = project();
    expect((await runPipeline(here)).exitCode).toBe(0);
    rmSync(join(here.folder, "out"), { recursive: true });
    rmSync(join(here.folder, "made"), { recursive: true });
    rmSync(join(here.folder, "pipeline.lock.json"));
    return here;
  },
};

describe.each(Object.keys(lives) as (keyof typeof lives)[])("kill -9 at 50 moments of writing %s", (life) => {
  test("loses no finished stage, and the next run equals a clean one", { timeout: 600_000 }, async () => {
    const clean = project();
    expect((await engine(clean.folder)).code).toBe(0);
    const wanted = treeOf(clean.folder);
    const lived = await lives[life]();
    const copy = () => project((folder) => cpSync(lived.folder, folder, { recursive: true, preserveTimestamps: true }));
    const writes = Number(/writes (\d+)/.exec((await engine(copy().folder)).output)?.[1]);
    expect(writes).toBeGreaterThan(20);
    for (let moment = 0; moment < 50; moment++) {
      const at = String(Math.floor((moment * writes) / 50));
      const how = ["before", "inside", "after"][moment % 3] ?? "before";
      const { folder, executions, executed, forget } = copy();
      const killed = await engine(folder, how, at);
      const finished = finishedIn(killed.output);
      if (killed.signal === null) expect(killed.code).toBe(0);
      forget();
      const next = await runPipeline({ folder, executions });
      expect(next.exitCode, `after a kill ${how} write ${at}: ${JSON.stringify(next.events)}`).toBe(0);
      expect(treeOf(folder), `after a kill ${how} write ${at}`).toEqual(wanted);
      expect(
        executed().filter((stage) => life !== "of a first run" || finished.includes(stage)),
        `lost ${how} write ${at}`,
      ).toEqual([]);
    }
  });
});

describe("two engines in one project", () => {
  test("run each stage once and both end well, 20 times", { timeout: 600_000 }, async () => {
    const { folder, executed, forget } = project();
    for (let round = 0; round < 20; round++) {
      writeFileSync(join(folder, "grain.txt"), `wheat ${round}\nrye\n`);
      forget();
      const both = await Promise.all([engine(folder), engine(folder)]);
      expect(both.map(({ code }) => code)).toEqual([0, 0]);
      expect([...executed()].sort()).toEqual([...stageNames].sort());
    }
  });
});
