import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { LinkKind } from "../../engine/platform/disk.ts";
import { quickFolder } from "../quick-folder.ts";
import { apply, type Edit, edits } from "./edits.ts";
import { runPipeline } from "./engine.ts";
import { executionOf, fingerprint, type Project, type Unit, unitsOf } from "./model.ts";
import { writeProject } from "./render.ts";
import { firstProject, firstStages, type Story } from "./story.ts";
import { treeOf } from "./tree.ts";

/** Law 1: whatever was edited, a run leaves what a run from nothing leaves, and runs only what no earlier run has made. */
const cases = Number(process.env.MILLRACE_CASES ?? 170);
const shards = 2;
const seed = Number(process.env.MILLRACE_SEED ?? Date.now() % 2 ** 31);
const path = process.env.MILLRACE_PATH;

interface Told extends Story {
  /** Edits between runs. */
  readonly chapters: readonly (readonly Edit[])[];
  /** How results come back; what a run from nothing leaves is the same. */
  readonly links: LinkKind;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(...(Object.keys(edits) as (keyof typeof edits)[])),
  a: fc.nat(1000),
  b: fc.nat(1000),
  c: fc.nat(1000),
});
const story: fc.Arbitrary<Told> = fc.record({
  stages: firstStages,
  chapters: fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 5 }),
  links: fc.constantFrom("reflink", "copy", "hardlink"),
});

/** The histories are told in as many files, so that they are told at the same time. */
export function tellHistories(shard: number): void {
  test(`incremental equals clean for ${Math.ceil(cases / shards)} random histories, part ${shard + 1}`, {
    timeout: 3_600_000,
  }, async () => {
    const shardSeed = path === undefined ? seed + shard : seed;
    if (path !== undefined && shard > 0) return;
    const details = await fc.check(fc.asyncProperty(story, tell), {
      seed: shardSeed,
      numRuns: Math.ceil(cases / shards),
      endOnFailure: process.env.MILLRACE_SHRINK !== "yes",
      ...(path === undefined ? {} : { path }),
    });
    if (!details.failed) return;
    const replay = `MILLRACE_SHRINK=yes MILLRACE_SEED=${shardSeed} MILLRACE_PATH=${details.counterexamplePath} npx vitest run test/property`;
    throw new Error(`${String(details.errorInstance)}\n${JSON.stringify(details.counterexample)}\nreplay: ${replay}`);
  });
}

async function tell({ stages, chapters, links }: Told): Promise<void> {
  const root = mkdtempSync(join(quickFolder, "millrace-property-"));
  const folder = join(root, "project");
  const executions = join(root, "executions");
  try {
    const project = firstProject(stages);
    mkdirSync(folder);
    writeProject(folder, project);
    mkdirSync(join(folder, ".millrace"));
    writeFileSync(join(folder, ".millrace", "config.yaml"), `cache: { links: ${links} }\n`);
    const made = new Set<string>();
    await settle({ root, folder, executions, project, made });
    for (const chapter of chapters) {
      for (const one of chapter) apply({ edit: one, folder, project });
      await settle({ root, folder, executions, project, made });
    }
    expect(await executedBy(executions, () => runPipeline({ folder, executions })), "a second run").toEqual([]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

interface Scene {
  readonly root: string;
  readonly folder: string;
  readonly executions: string;
  readonly project: Project;
  /** Fingerprints of all that was ever made in this project. */
  readonly made: Set<string>;
}

async function settle({ root, folder, executions, project, made }: Scene): Promise<void> {
  const ran = await executedBy(executions, async () => expect((await runPipeline({ folder, executions })).exitCode).toBe(0));
  const clean = join(root, "project-clean");
  mkdirSync(clean);
  writeProject(clean, project);
  expect((await runPipeline({ folder: clean, executions: join(root, "executions-clean") })).exitCode).toBe(0);
  const wanted = treeOf(clean);
  expect(treeOf(folder)).toEqual(wanted);
  const works = unitsOf(project, () => project.parts).flatMap((unit) => worksOf(wanted, { project, unit }));
  const due = works.filter(({ mark }) => !made.has(mark));
  expect(ran.sort(), "what ran, against what no run had made").toEqual(due.map(({ name }) => name).sort());
  for (const { mark } of works) made.add(mark);
  rmSync(clean, { recursive: true });
}

type Tree = Readonly<Record<string, string>>;

/** What is executed for a stage where nothing is known: its command, or that for each file. */
function worksOf(tree: Tree, { project, unit }: { readonly project: Project; readonly unit: Unit }) {
  const read = (wanted: string): string =>
    JSON.stringify(Object.entries(tree).filter(([name]) => name === wanted || name.startsWith(`${wanted}/`)));
  if (unit.stage.map !== true) return [{ name: unit.id, mark: fingerprint(project, { unit, read }) }];
  return [...project.mapped].map(([name, file]) => ({
    name: executionOf(unit, name),
    mark: fingerprint(project, { unit, read, file: { name, text: JSON.stringify(file) } }),
  }));
}

async function executedBy(executions: string, work: () => Promise<unknown>): Promise<string[]> {
  writeFileSync(executions, "");
  await work();
  return existsSync(executions)
    ? readFileSync(executions, "utf8")
        .split("\n")
        .filter((line) => line !== "")
    : [];
}
