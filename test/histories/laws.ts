import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Outcome } from "../../engine/events/event.ts";
import { fingerprint, outputPath, type StageModel } from "../property/model.ts";
import { command } from "./command.ts";
import { actualContent, expectedContents, expectedOutputs, inputsOf } from "./oracle.ts";
import { type Place, platformOf } from "./place.ts";

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
  expect(again, `${what}: executed twice`).toEqual([]);
  if (ran.overtaken === true) {
    memory.vague = true;
    return;
  }
  const stages = project.stages.filter((stage) => outcomes[stage.name] !== undefined);
  for (const stage of stages) {
    const outcome = outcomes[stage.name] as Outcome;
    if (good.has(outcome)) expectRight(place, { stage, what: `${what}: ${stage.name} is ${outcome}` });
    // Where the disk refuses, it may refuse this too: what is left is known to be debris.
    if (outcome === "failed" && ran.hindered !== true) expectGone(place, { stage, what });
  }
  for (const name of ran.executed) {
    const stage = project.stages.find((one) => one.name === name);
    if (stage === undefined) continue;
    const mark = fingerprintOf(place, stage);
    if (mark === undefined) continue;
    if (ran.hindered !== true && !memory.damaged) expect(memory.certain.has(mark), `${what}: ${name} ran, and was known`).toBe(false);
    memory.possible.add(mark);
  }
  if (project.stages.some((stage) => stage.frozen === true)) memory.vague = true;
  for (const stage of stages) {
    const outcome = outcomes[stage.name] as Outcome;
    const mark = fingerprintOf(place, stage);
    if (mark === undefined || stage.frozen === true) continue;
    if (outcome === "ran") expect(ran.executed, `${what}: ${stage.name} is said to have run`).toContain(stage.name);
    if ((outcome === "restored" || outcome === "fresh") && !memory.vague) {
      expect(memory.possible.has(mark), `${what}: ${stage.name} is ${outcome}, and nothing had made it`).toBe(true);
    }
    if (good.has(outcome)) memory.keep(mark);
  }
  if (ran.complete && ran.code === 0) expectComplete(place, what);
}

/** A complete successful run leaves what the model says, whatever came before. */
function expectComplete(place: Place, what: string): void {
  if (place.project.stages.some((stage) => stage.frozen === true)) return;
  const expected = expectedContents(place.project);
  for (const path of place.project.stages.flatMap((stage) => stage.outputs.map((output) => outputPath(stage, output)))) {
    expect(actualContent(place.folder, path), `${what}: ${path}`).toEqual(expected.get(path));
  }
}

/** Its outputs are what its command prints of what stands at its inputs. */
function expectRight(place: Place, { stage, what }: { readonly stage: StageModel; readonly what: string }): void {
  if (stage.frozen === true) return;
  const { project, folder } = place;
  const read = (path: string) => actualContent(folder, path) ?? {};
  for (const [path, content] of expectedOutputs({ project, stage, read })) {
    expect(actualContent(folder, path), `${what}, and ${path} is not`).toEqual(content);
  }
}

function expectGone({ folder }: Place, { stage, what }: { readonly stage: StageModel; readonly what: string }): void {
  if (stage.frozen === true) return;
  for (const output of stage.outputs) {
    expect(actualContent(folder, outputPath(stage, output)), `${what}: an output of ${stage.name}, which failed`).toBeUndefined();
  }
}

/** Of a stage as its inputs stand on disk; `undefined` where one is missing. */
function fingerprintOf({ project, folder }: Place, stage: StageModel): string | undefined {
  const contents = new Map(inputsOf(project, stage).map(({ path }) => [path, actualContent(folder, path)]));
  if ([...contents.values()].includes(undefined)) return undefined;
  return fingerprint(project, { stage, read: (path) => JSON.stringify(contents.get(path)) });
}

/** Whatever happened: `status` answers, and what it calls fresh is what a run from nothing would leave. */
export async function expectHonestStatus(place: Place, what: string): Promise<void> {
  const fresh = await freshStages(place, what);
  if (place.project.stages.some((stage) => stage.frozen === true)) return;
  const expected = expectedContents(place.project);
  for (const stage of fresh) {
    for (const path of stage.outputs.map((output) => outputPath(stage, output))) {
      expect(actualContent(place.folder, path), `after ${what}, status says that ${stage.name} is fresh: ${path}`).toEqual(
        expected.get(path),
      );
    }
  }
}

/** Only what the locks of all checkouts of a store say is still needed, so only that may count as known after a gc of everything else. */
export async function afterCollection(places: readonly Place[]): Promise<void> {
  for (const { memory } of places) memory.collected.clear();
  for (const place of places) {
    for (const stage of await freshStages(place, "gc")) {
      const mark = fingerprintOf(place, stage);
      if (mark !== undefined && place.memory.certain.has(mark)) place.memory.collected.add(mark);
    }
  }
  for (const { memory } of places) {
    memory.certain.clear();
    for (const mark of memory.collected) memory.certain.add(mark);
  }
}

async function freshStages(place: Place, what: string): Promise<readonly StageModel[]> {
  const end = await command(platformOf(place), ["status", "--json"]);
  expect(end.code, `status after ${what}: ${end.stderr}`).toBe(0);
  const { stages }: { stages: readonly { stage: string; state: string }[] } = JSON.parse(end.stdout);
  const fresh = new Set(stages.filter(({ state }) => state === "fresh").map(({ stage }) => stage));
  return place.project.stages.filter(({ name }) => fresh.has(name));
}

/** What was begun and never ended is gone: nothing that would grow with each kill. The store, which others may be writing into, is for gc. */
export function expectNoLeftovers({ folder }: Place): void {
  const left = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => /(^|\/)(\.millrace-\d+|claim-\d+)/.test(path) && !path.startsWith(".millrace/store/"),
  );
  expect(left, "temporary files").toEqual([]);
  expect(membersOf(join(folder, ".millrace", "lock")), "generations of the project's lock").toHaveLength(1);
}

/** Of processes that have ended. Those of this one, which a disk that refuses had it leave, are for whoever comes after its end. */
export const scratchFolders = ({ folder }: Place): readonly string[] =>
  membersOf(join(folder, ".millrace", "tmp")).filter((name) => !name.includes(`-${process.pid}-`));

const membersOf = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
