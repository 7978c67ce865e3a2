import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Outcome } from "../../engine/events/event.ts";
import { executionOf, fingerprint, mappedFolder, type Unit, unitsOf } from "../property/model.ts";
import { command } from "./command.ts";
import { actualContent, actualList, expectedContents, expectedOutputs, expectedUnits } from "./oracle.ts";
import { contentAt, type Place, platformOf } from "./place.ts";

/** What a run said and did. */
export interface Ran {
  /** For messages. */
  readonly what: string;
  /** Absent where the engine was killed. */
  readonly code: number | null;
  /** By stage, of those of which the end was told. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly executed: readonly string[];
  /** The whole pipeline was meant. */
  readonly complete: boolean;
  /** Something stood in its way that may make it run what is known. */
  readonly hindered?: boolean;
  /** Sources were edited while it ran: what it left is of the old ones or of the new. */
  readonly overtaken?: boolean;
}

const good: ReadonlySet<Outcome> = new Set(["ran", "restored", "fresh"]);

/** Laws 1, 2, 3, 4 and 6, after any run. Then the model remembers what the store now knows. */
export function judge(place: Place, ran: Ran): void {
  const { project, memory } = place;
  const { what, outcomes } = ran;
  const again = ran.executed.filter((stage, index) => ran.executed.indexOf(stage) !== index);
  // What is found damaged while it is put together is made again.
  if (!memory.damaged) expect(again, `${what}: executed twice`).toEqual([]);
  if (ran.overtaken === true) {
    memory.vague = true;
    return;
  }
  const units = actualUnits(place);
  const ended = units.filter(({ id }) => outcomes[id] !== undefined);
  for (const unit of ended) {
    const outcome = outcomes[unit.id] as Outcome;
    if (good.has(outcome)) expectRight(place, { unit, what: `${what}: ${unit.id} is ${outcome}` });
    // Where the disk refuses, it may refuse this too: what is left is known to be debris.
    if (outcome === "failed" && ran.hindered !== true) expectGone(place, { unit, what });
  }
  const works = new Map(units.flatMap((unit) => worksOf(place, unit)).map(({ name, mark }) => [name, mark]));
  for (const name of ran.executed) {
    const mark = works.get(name);
    if (mark === undefined) continue;
    if (ran.hindered !== true && !memory.damaged) expect(memory.certain.has(mark), `${what}: ${name} ran, and was known`).toBe(false);
    memory.possible.add(mark);
  }
  if (project.stages.some((stage) => stage.frozen === true)) memory.vague = true;
  for (const unit of ended) {
    const outcome = outcomes[unit.id] as Outcome;
    const mark = fingerprintOf(place, unit);
    if (mark === undefined || unit.stage.frozen === true) continue;
    const files = unit.stage.map === true ? worksOf(place, unit) : undefined;
    if (outcome === "ran" && files === undefined) {
      expect(ran.executed, `${what}: ${unit.id} is said to have run`).toContain(unit.id);
    }
    if (outcome === "ran" && files !== undefined && !memory.vague) {
      for (const { name, mark: known } of files) {
        expect(memory.possible.has(known), `${what}: ${name} was done, and nothing had made it`).toBe(true);
      }
    }
    if ((outcome === "restored" || outcome === "fresh") && !memory.vague) {
      expect(memory.possible.has(mark), `${what}: ${unit.id} is ${outcome}, and nothing had made it`).toBe(true);
    }
    if (good.has(outcome)) memory.keep(mark);
    // What is restored as a whole may be known of no single file.
    if (outcome === "ran") for (const file of files ?? []) memory.keep(file.mark);
  }
  if (ran.complete && ran.code === 0) expectComplete(place, what);
}

/** Every stage and instance, by the lists that stand here. */
const actualUnits = ({ project, folder }: Place): readonly Unit[] => unitsOf(project, (path) => actualList(folder, path));

/** What is executed for a stage where nothing is known: its command, or that for each file; none of what reads what is not there. */
function worksOf(place: Place, unit: Unit): readonly { readonly name: string; readonly mark: string }[] {
  if (unit.stage.map !== true) {
    const mark = fingerprintOf(place, unit);
    return mark === undefined ? [] : [{ name: unit.id, mark }];
  }
  return Object.entries(contentAt(place, mappedFolder) ?? {}).flatMap(([name, text]) => {
    const mark = fingerprintOf(place, unit, { name, text });
    return mark === undefined ? [] : [{ name: executionOf(unit, name), mark }];
  });
}

/** A complete successful run leaves what the model says, whatever came before. */
function expectComplete(place: Place, what: string): void {
  if (place.project.stages.some((stage) => stage.frozen === true)) return;
  const expected = expectedContents(place.project);
  for (const { path } of expectedUnits(place.project).flatMap(({ outputs }) => outputs)) {
    expect(actualContent(place.folder, path), `${what}: ${path}`).toEqual(expected.get(path));
  }
}

interface Claim {
  readonly unit: Unit;
  readonly what: string;
}

/** Its outputs are what its command prints of what stands at its inputs. */
function expectRight(place: Place, { unit, what }: Claim): void {
  if (unit.stage.frozen === true) return;
  const { project, folder } = place;
  const read = (path: string) => contentAt(place, path) ?? {};
  for (const [path, content] of expectedOutputs({ project, unit, read })) {
    expect(actualContent(folder, path), `${what}, and ${path} is not`).toEqual(content);
  }
}

function expectGone({ folder }: Place, { unit, what }: Claim): void {
  if (unit.stage.frozen === true) return;
  for (const { path } of unit.outputs) {
    expect(actualContent(folder, path), `${what}: an output of ${unit.id}, which failed`).toBeUndefined();
  }
}

/** Of a stage, or of one file of it, as its inputs stand on disk; `undefined` where one is missing. */
function fingerprintOf(place: Place, unit: Unit, file?: { readonly name: string; readonly text: string }): string | undefined {
  const paths = unit.inputs.flatMap((input) => input.paths);
  const contents = new Map(paths.map((path) => [path, contentAt(place, path)]));
  if ([...contents.values()].includes(undefined)) return undefined;
  const read = (path: string): string => JSON.stringify(contents.get(path));
  return fingerprint(place.project, { unit, read, ...(file !== undefined && { file }) });
}

/** Whatever happened: `status` answers, and what it calls fresh is what a run from nothing would leave. */
export async function expectHonestStatus(place: Place, what: string): Promise<void> {
  const fresh = await freshStages(place, what);
  if (place.project.stages.some((stage) => stage.frozen === true)) return;
  const expected = expectedContents(place.project);
  const units = new Map(expectedUnits(place.project).map((unit) => [unit.id, unit]));
  for (const id of fresh) {
    for (const { path } of units.get(id)?.outputs ?? []) {
      expect(actualContent(place.folder, path), `after ${what}, status says that ${id} is fresh: ${path}`).toEqual(expected.get(path));
    }
    expect(units.has(id), `after ${what}, status says that ${id} is fresh, which is no stage`).toBe(true);
  }
}

/** Only what the locks of all checkouts of a store say is still needed, so only that may count as known after a gc of everything else. */
export async function afterCollection(places: readonly Place[]): Promise<void> {
  for (const { memory } of places) memory.collected.clear();
  for (const place of places) {
    const fresh = new Set(await freshStages(place, "gc"));
    for (const unit of actualUnits(place).filter(({ id }) => fresh.has(id))) {
      const mark = fingerprintOf(place, unit);
      if (mark !== undefined && place.memory.certain.has(mark)) place.memory.collected.add(mark);
    }
  }
  for (const { memory } of places) {
    memory.certain.clear();
    for (const mark of memory.collected) memory.certain.add(mark);
  }
}

async function freshStages(place: Place, what: string): Promise<readonly string[]> {
  const end = await command(platformOf(place), ["status", "--json"]);
  expect(end.code, `status after ${what}: ${end.stderr}`).toBe(0);
  const { stages }: { stages: readonly { stage: string; state: string }[] } = JSON.parse(end.stdout);
  return stages.filter(({ state }) => state === "fresh").map(({ stage }) => stage);
}

/** What was begun and never ended is gone: nothing that would grow with each kill. The store, which others may be writing into, is for gc. */
export function expectNoLeftovers({ folder }: Place): void {
  const left = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => /(^|\/)(\.millrace-\d+|claim-\d+)/.test(path) && !path.startsWith(".millrace/store/"),
  );
  expect(left, "temporary files").toEqual([]);
  expect(membersOf(join(folder, ".millrace", "map")), "folders of starts of mapped stages").toEqual([]);
  expect(membersOf(join(folder, ".millrace", "lock")), "generations of the project's lock").toHaveLength(1);
}

/** Of processes that have ended. Those of this one, which a disk that refuses had it leave, are for whoever comes after its end. */
export const scratchFolders = ({ folder }: Place): readonly string[] =>
  membersOf(join(folder, ".millrace", "tmp")).filter((name) => !name.includes(`-${process.pid}-`));

const membersOf = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
