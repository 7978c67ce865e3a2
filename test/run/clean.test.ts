import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clean } from "../../engine/run/clean.ts";
import type { CleanedOutputs } from "../../engine/run/clean-outputs.ts";
import { stageNames, writeSmallProject } from "../faults/small-project.ts";
import { runPipeline } from "../property/engine.ts";
import { treeOf } from "../property/tree.ts";
import { quickFolder } from "../quick-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { readPlanOf } from "./support/plan-of.ts";

interface Project {
  readonly folder: string;
  readonly executions: string;
}

/** A mill in which everything has run. */
async function finishedMill(): Promise<Project> {
  const root = temporaryFolder({ within: quickFolder });
  const project = { folder: join(root, "mill"), executions: join(root, "executions") };
  writeSmallProject(project.folder);
  expect((await runPipeline(project)).exitCode).toBe(0);
  return project;
}

interface CleanOptions {
  readonly selection?: readonly string[];
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

async function cleaned({ folder }: Project, { selection = [], force = false, dryRun = false }: CleanOptions = {}): Promise<CleanedOutputs> {
  const { plan, platform } = await readPlanOf({ folder, selection });
  const fail = (diagnostic: unknown): never => {
    throw new Error(JSON.stringify(diagnostic));
  };
  return clean({ plan, platform, signal: new AbortController().signal, force, dryRun, notify: fail, onWaiting: fail });
}

const paths = ({ removed }: CleanedOutputs): readonly string[] => removed.map(({ path }) => path);
const executed = ({ executions }: Project): string => readFileSync(executions, "utf8");

/** Files that people wrote, and the lock. */
const ownNames = ["grain.txt", "millrace.config.yaml", "pipeline.lock.json", "pipeline.yaml"];

test("takes away the folder of a stage that is gone and was killed before it wrote into it", async () => {
  const mill = await finishedMill();
  const journal = { path: "out/sift/flour.txt", owner: "pipeline.lock.json", stage: "sift" };
  mkdirSync(join(mill.folder, "out/sift"));
  appendFileSync(join(mill.folder, ".millrace/state/ledger.jsonl"), `${JSON.stringify(journal)}\n{"folder":"out/sift"}\n`);
  await cleaned(mill);
  expect(existsSync(join(mill.folder, "out"))).toBe(false);
});

test("removes all outputs and the folders that they leave empty, and a run restores them without running", async () => {
  const mill = await finishedMill();
  const whole = treeOf(mill.folder);
  const before = executed(mill);
  expect(await cleaned(mill)).toEqual({
    removed: [
      { path: "out/clean/grain.txt", stage: "clean", bytes: 20, restorable: true },
      { path: "out/grind/flour", stage: "grind", bytes: 36, restorable: true },
      { path: "made/weight.json", stage: "weigh", bytes: 13, restorable: true },
      { path: "out/bran/bran.txt", stage: "bran", bytes: 20, restorable: true },
    ],
    kept: [],
  });
  expect(Object.keys(treeOf(mill.folder))).toEqual(ownNames);
  expect((await runPipeline(mill)).exitCode).toBe(0);
  expect(treeOf(mill.folder)).toEqual(whole);
  expect(executed(mill)).toBe(before);
});

test("only tells, where that is asked for", async () => {
  const mill = await finishedMill();
  const whole = treeOf(mill.folder);
  const told = await cleaned(mill, { dryRun: true });
  expect(treeOf(mill.folder)).toEqual(whole);
  expect(await cleaned(mill)).toEqual(told);
});

test("of named stages removes only their outputs", async () => {
  const mill = await finishedMill();
  expect(paths(await cleaned(mill, { selection: ["grind+"] })).toSorted()).toEqual(["made/weight.json", "out/grind/flour"]);
  expect(existsSync(join(mill.folder, "out/clean/grain.txt"))).toBe(true);
  expect(existsSync(join(mill.folder, "made"))).toBe(false);
});

test("keeps what a person made of an output, unless that is to go too", async () => {
  const mill = await finishedMill();
  writeFileSync(join(mill.folder, "out/bran/bran.txt"), "sorted by a person\n");
  writeFileSync(join(mill.folder, "out/grind/flour/note.txt"), "too coarse\n");
  const { kept } = await cleaned(mill);
  expect(kept.map(({ path, why }) => `${path} ${why}`).toSorted()).toEqual(["out/bran/bran.txt edited", "out/grind/flour edited"]);
  expect(readFileSync(join(mill.folder, "out/bran/bran.txt"), "utf8")).toBe("sorted by a person\n");
  expect(readFileSync(join(mill.folder, "out/grind/flour/note.txt"), "utf8")).toBe("too coarse\n");
  const forced = await cleaned(mill, { force: true });
  expect([paths(forced).toSorted(), forced.kept]).toEqual([["out/bran/bran.txt", "out/grind/flour"], []]);
  expect(Object.keys(treeOf(mill.folder))).toEqual(ownNames);
});

test("an output put back from an older result is no person's: the store has it", async () => {
  const mill = await finishedMill();
  const older = readFileSync(join(mill.folder, "out/bran/bran.txt"));
  writeFileSync(join(mill.folder, "grain.txt"), "rye\n");
  expect((await runPipeline(mill)).exitCode).toBe(0);
  writeFileSync(join(mill.folder, "out/bran/bran.txt"), older);
  expect((await cleaned(mill)).kept).toEqual([]);
});

test("without store says what a run makes again, and removes it all the same", async () => {
  const mill = await finishedMill();
  rmSync(join(mill.folder, ".millrace/store"), { recursive: true });
  const { removed } = await cleaned(mill);
  expect(removed.map(({ restorable }) => restorable)).toEqual([false, false, false, false]);
  expect(Object.keys(treeOf(mill.folder))).toEqual(ownNames);
});

test("without ledger goes by plan and lock; what neither knows is a person's", async () => {
  const mill = await finishedMill();
  rmSync(join(mill.folder, ".millrace"), { recursive: true });
  writeFileSync(join(mill.folder, "out/bran/bran.txt"), "sorted by a person\n");
  const { removed, kept } = await cleaned(mill);
  expect(removed.map(({ path }) => path)).toEqual(["out/clean/grain.txt", "out/grind/flour", "made/weight.json"]);
  expect(kept).toEqual([{ path: "out/bran/bran.txt", stage: "bran", why: "edited" }]);
});

test("removes what a stage left that the pipeline has no more, but not what is a source now", async () => {
  const mill = await finishedMill();
  const text = readFileSync(join(mill.folder, "pipeline.yaml"), "utf8");
  const without = text.slice(0, text.indexOf("  bran:"));
  writeFileSync(
    join(mill.folder, "pipeline.yaml"),
    `${without}  count:\n    run: wc -l < \${{ in.bran }} > \${{ out.lines }}\n    in: { bran: ./out/bran/bran.txt }\n    out: { lines: ./out/count/lines.txt }\n`,
  );
  expect((await cleaned(mill)).kept).toEqual([{ path: "out/bran/bran.txt", stage: "bran", why: "input" }]);
  writeFileSync(join(mill.folder, "pipeline.yaml"), without);
  expect(paths(await cleaned(mill))).toEqual(["out/bran/bran.txt"]);
});

test("does not follow a folder that became a link out of the project", async () => {
  const mill = await finishedMill();
  const elsewhere = join(mill.folder, "..", "elsewhere");
  mkdirSync(elsewhere);
  renameSync(join(mill.folder, "out/bran/bran.txt"), join(elsewhere, "bran.txt"));
  rmSync(join(mill.folder, "out/bran"), { recursive: true });
  symlinkSync(elsewhere, join(mill.folder, "out/bran"));
  expect((await cleaned(mill)).kept).toEqual([{ path: "out/bran/bran.txt", stage: "bran", why: "outside" }]);
  expect(readFileSync(join(elsewhere, "bran.txt"), "utf8")).toBe("oat\nrye\nspelt\nwheat\n");
});

test("takes away the debris of a stage that was killed", async () => {
  const mill = await finishedMill();
  const ledger = join(mill.folder, ".millrace/state/ledger.jsonl");
  writeFileSync(ledger, `${readFileSync(ledger, "utf8")}\n{"path":"out/bran/bran.txt","owner":"pipeline.lock.json","stage":"bran"}\n`);
  writeFileSync(join(mill.folder, "out/bran/bran.txt"), "oa");
  expect(paths(await cleaned(mill, { selection: ["bran"] }))).toEqual(["out/bran/bran.txt"]);
});

describe("whatever is edited and whichever stages are cleaned", () => {
  const files = ["out/clean/grain.txt", "out/grind/flour/fine.txt", "made/weight.json", "out/bran/bran.txt"] as const;
  const story = fc.record({ edited: fc.subarray([...files]), stages: fc.subarray([...stageNames]), force: fc.boolean() });

  test("sources stay, a person's bytes stay, and a run leaves what it left before", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ edited, stages, force }) => {
        const mill = await finishedMill();
        const whole = treeOf(mill.folder);
        for (const file of edited) writeFileSync(join(mill.folder, file), `by hand: ${file}\n`);
        const between = treeOf(mill.folder);
        const { removed, kept } = await cleaned(mill, { selection: stages, force });
        const after = treeOf(mill.folder);
        const gone = (path: string): boolean => removed.some((output) => path === output.path || path.startsWith(`${output.path}/`));
        for (const [path, text] of Object.entries(between)) {
          if (gone(path)) expect(after[path], `${path} is gone`).toBeUndefined();
          else if (text !== "folder" && path !== "out/.gitignore") expect(after[path], `${path} stays`).toBe(text);
        }
        if (!force) expect(edited.filter(gone)).toEqual([]);
        else expect(kept).toEqual([]);
        expect((await runPipeline(mill)).exitCode).toBe(0);
        expect(treeOf(mill.folder)).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });
});
