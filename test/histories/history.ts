import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { executionOf, type Project } from "../property/model.ts";
import { firstProject, type Story } from "../property/story.ts";
import { treeOf } from "../property/tree.ts";
import { quickFolder } from "../quick-folder.ts";
import { runAlone, runHere } from "./engine.ts";
import { expectHonestStatus, expectNoLeftovers, judge, scratchFolders } from "./laws.ts";
import { Memory } from "./memory.ts";
import { mend, type OperationKind, perform, type Scene } from "./operations.ts";
import { expectedUnits, sourcesOf } from "./oracle.ts";
import { expectNoOrphans } from "./orphans.ts";
import { checkOutSource, isAway, lockOf, newPlace, type Place } from "./place.ts";

/** One thing that happens, at the first checkout or, where there is one, at the second; three numbers pick how. */
export interface Happening {
  readonly kind: OperationKind;
  readonly there: boolean;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

export interface History {
  readonly stages: Story["stages"];
  /** Whether all checkouts have one store. */
  readonly sharedStore: boolean;
  readonly happenings: readonly Happening[];
}

/** Lives through a history, judging after each step; then every checkout must come to what a run from nothing leaves. */
export async function liveThrough(
  { stages, sharedStore, happenings }: History,
  onStep: (kind: OperationKind) => void = () => undefined,
): Promise<void> {
  const root = mkdtempSync(join(quickFolder, "millrace-history-"));
  try {
    const shared = sharedStore ? new Memory() : undefined;
    const places = [newPlace(root, { name: "project", project: firstProject(stages), shared })];
    let base = "";
    for (const { kind, there, ...numbers } of happenings) {
      const place = places[there ? places.length - 1 : 0] as Place;
      const scene: Scene = { root, place, places, shared, base, ...numbers };
      await perform(kind, scene);
      base = scene.base;
      await expectHonestStatus(place, kind);
      onStep(kind);
    }
    for (const place of places) await expectComesRight(root, place);
  } finally {
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function expectComesRight(root: string, place: Place): Promise<void> {
  mend(place);
  const { ran, output } = await runHere(place, { what: "the run at the end" });
  expect(ran.code, output).toBe(0);
  judge(place, ran);
  // What no stage reads, no run has brought.
  for (const path of sourcesOf(place.project)) if (isAway(place, path)) checkOutSource(place, path);

  const clean = newPlace(join(root), { name: "clean", project: place.project });
  const cleanRan = await runHere(clean, { what: "a run from nothing" });
  expect(cleanRan.ran.code, cleanRan.output).toBe(0);
  expect(cleanRan.ran.executed.toSorted(), "a run from nothing").toEqual(expectedExecutions(place.project).toSorted());
  expect(withoutPins(treeOf(place.folder)), "against a run from nothing").toEqual(treeOf(clean.folder));
  rmSync(clean.folder, { recursive: true });
  rmSync(clean.executions, { force: true });

  const again = await runHere(place, { what: "one run more" });
  expect(again.ran.executed, "one run more").toEqual([]);
  expectNoLeftovers(place);
  if (scratchFolders(place).length > 0) await expectSwept(place);
  await expectNoOrphans(place);
}

const expectedExecutions = (project: Project): readonly string[] =>
  expectedUnits(project).flatMap((unit) =>
    unit.stage.map === true ? [...project.mapped.keys()].map((name) => executionOf(unit, name)) : [unit.id],
  );

const withoutPins = (tree: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(tree).filter(([path]) => !path.endsWith(".pin")));

/** A process sweeps what killed ones left once, before its first command: a new one that has something to run. */
async function expectSwept(place: Place): Promise<void> {
  rmSync(lockOf(place), { force: true });
  rmSync(join(place.storeFolder, "actions"), { recursive: true, force: true });
  expect((await runAlone(place, { what: "a process that sweeps" })).code).toBe(0);
  expect(scratchFolders(place), "scratch folders").toEqual([]);
}
