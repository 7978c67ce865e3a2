import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import type { Disk, SizedFile } from "../../engine/platform/disk.ts";
import type { Platform } from "../../engine/platform/platform.ts";
import { watchedDisk } from "../faults/counting-disk.ts";
import { apply, type edits } from "../property/edits.ts";
import { mappedFolder, type Project, partsFile, type StageModel } from "../property/model.ts";
import { writePipeline } from "../property/render.ts";
import { command } from "./command.ts";
import { type Death, runAlone, runHere, straceKills } from "./engine.ts";
import { afterCollection, judge, type Ran } from "./laws.ts";
import type { Memory } from "./memory.ts";
import { mergeLocks } from "./merge.ts";
import { actualContent, sourceContent, sourcesOf } from "./oracle.ts";
import { expectNoOrphans } from "./orphans.ts";
import { checkOut, checkOutSource, executedIn, isAway, lockOf, newPlace, type Pinned, type Place, platformOf, readLock } from "./place.ts";

/** What happens to a project, beside edits. Three numbers pick how. */
export interface Scene {
  readonly root: string;
  /** Where it happens. */
  readonly place: Place;
  /** All checkouts; a second one once it was cloned. */
  readonly places: Place[];
  /** What their store knows, where they have one. */
  readonly shared: Memory | undefined;
  /** Of the last clone or merge: what git would merge from. */
  base: string;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;
const stageOf = ({ place, a }: Scene): StageModel => pick(place.project.stages, a);
const troubleOf = (place: Place, stage: StageModel): string => `${place.executions}.trouble-${stage.name}`;
const isFine = (place: Place): boolean =>
  !place.project.stages.some((stage) => stage.frozen === true || existsSync(troubleOf(place, stage))) && !mayLackData(place);

/** Pinned data is not in the workspace, and may be in no store that this checkout knows. */
const mayLackData = (place: Place): boolean =>
  (place.isClone || place.memory.damaged) && [...place.pins.keys()].some((path) => isAway(place, path));

/** Ends of a run that met no fault of the machine. */
function expectPlainEnd(place: Place, { code, output }: { readonly code: number | null; readonly output: string }): void {
  if (isFine(place)) expect(code, output).toBe(0);
  else expect(mayLackData(place) ? [0, 1, 2, 5] : [0, 1], output).toContain(code);
}

export const operations = {
  run: async ({ place, a }: Scene): Promise<void> => {
    const words = pick([[], [], ["--jobs", "1"], ["--keep-going"]], a);
    const { ran, output } = await runHere(place, { what: "a run", words });
    expectPlainEnd(place, { code: ran.code, output });
    judge(place, ran);
  },

  /** Some stages with what they need, or without, or with what needs them. */
  part: async (scene: Scene): Promise<void> => {
    const { name } = stageOf(scene);
    const words = pick([[name], ["--only", name], [`${name}+`], ["--only", name, pick(scene.place.project.stages, scene.c).name]], scene.b);
    const { ran, output } = await runHere(scene.place, { what: `run ${words.join(" ")}`, words, complete: false });
    // With --only, what it needs may have never been made.
    if (words[0] !== "--only") expectPlainEnd(scene.place, { code: ran.code, output });
    else expect([0, 1, 2], output).toContain(ran.code);
    judge(scene.place, ran);
  },

  /** `kill -9` of a complete run, at a write of its own or at any system call that changes something. */
  kill: async ({ place, a, b, c }: Scene): Promise<void> => {
    const death: Death =
      straceKills && a % 2 === 0 ? { call: 12 + (b % 300) } : { moment: pick(["before", "inside", "after"], c), write: b % 90 };
    const what = `a run killed at ${JSON.stringify(death)}`;
    const alone = await runAlone(place, { what, death });
    await expectNoOrphans(place);
    const ran = { ...alone, executed: executedIn(place) };
    if (ran.code !== null) expectPlainEnd(place, { code: ran.code, output: what });
    // What it had made, and could not tell of any more.
    place.memory.vague ||= ran.code === null;
    judge(place, ran);
  },

  /** Two engines at once: in this process, or in processes of their own. */
  two: async ({ place, a }: Scene): Promise<void> => {
    const what = "one of two runs";
    const start = (): Promise<Ran> =>
      a % 4 === 0 ? runAlone(place, { what }) : runHere(place, { what, keepLog: true }).then(({ ran }) => ran);
    const both = await Promise.all([start(), start()]);
    const executed = executedIn(place);
    for (const { code, outcomes } of both) expectPlainEnd(place, { code, output: `${what}: ${JSON.stringify(outcomes)}` });
    // What fails in one fails in the other too.
    if (!isFine(place)) place.memory.vague = true;
    else judge(place, { what, code: 0, complete: true, executed, outcomes: together(both) });
  },

  /** No space, or no permission, at one write or at all from then on. */
  refusedWrite: async ({ place, a, b, c }: Scene): Promise<void> => {
    const code = pick(["ENOSPC", "EACCES", "EIO"], a);
    const at = b % 100;
    const forGood = c % 2 === 0;
    const platform = platformOf(place);
    const disk = watchedDisk(platform.disk, {
      before: (write) => {
        if (write === at || (forGood && write > at)) throw refusal(code, "write");
      },
    });
    await expectSurvived(place, {
      what: `a run refused with ${code} at write ${at}${forGood ? " and later" : ""}`,
      platform: { ...platform, disk },
    });
  },

  /** A file or folder that is there and cannot be read. */
  refusedRead: async ({ place, a, b, c }: Scene): Promise<void> => {
    const code = pick(["EACCES", "EIO"], a);
    const paths = [
      ...place.project.files.keys(),
      "pipeline.lock.json",
      ".millrace/store",
      ".millrace/state",
      ".millrace/lock",
      ".millrace/state/ledger.jsonl",
      "out",
      "made",
      partsFile,
      mappedFolder,
      ".millrace/map",
    ];
    const denied = join(place.folder, pick(paths, b));
    let left = c % 3 === 0 ? 1 : Number.POSITIVE_INFINITY;
    const platform = platformOf(place);
    const guard =
      <Value>(call: (path: string) => Value) =>
      (path: string): Value => {
        if (left > 0 && (path === denied || path.startsWith(`${denied}/`))) {
          left -= 1;
          throw refusal(code, "read");
        }
        return call(path);
      };
    const { disk } = platform;
    const look = guard(() => undefined);
    const lookAtAll = (files: readonly SizedFile[]): void => {
      for (const { path } of files) look(path);
    };
    const guarded: Disk = {
      ...disk,
      list: guard(disk.list),
      read: guard(disk.read),
      readLink: guard(disk.readLink),
      hash: async (path) => guard(disk.hash)(path),
      hashAll: async (files, watch) => {
        lookAtAll(files);
        return disk.hashAll(files, watch);
      },
      enterAll: async (point, files, to) => {
        lookAtAll(files);
        return disk.enterAll(point, files, to);
      },
    };
    await expectSurvived(place, { what: `a run refused with ${code} at ${denied}`, platform: { ...platform, disk: guarded } });
  },

  /** Ctrl-C, or TERM, at some event. */
  interrupt: async ({ place, a, b }: Scene): Promise<void> => {
    let left = 1 + (a % 12);
    const signal = pick(["SIGINT", "SIGTERM"] as const, b);
    const platform = platformOf(place, () => {
      left -= 1;
      if (left === 0) process.listeners(signal).at(-1)?.(signal);
    });
    const { ran, output } = await runHere(place, { what: `a run that ${signal} ended`, platform, hindered: false });
    expect([0, 1, 130, 143, ...(mayLackData(place) ? [5] : [])], output).toContain(ran.code);
    judge(place, ran);
  },

  /** A person edits a source in the middle of a run. */
  editDuring: async ({ place, a, b, c }: Scene): Promise<void> => {
    let left = 1 + (a % 10);
    haveSources(place);
    const platform = platformOf(place, () => {
      left -= 1;
      if (left === 0) apply({ edit: { kind: pick(["content", "stealth", "mapFile", "parts"] as const, c), a: b, b: c, c: a }, ...place });
    });
    const { ran, output } = await runHere(place, { what: "a run that an edit overtook", platform, overtaken: true });
    expect([0, 1, ...(mayLackData(place) ? [5] : [])], output).toContain(ran.code);
    judge(place, ran);
  },

  /** A command begins to fail, or no longer does; nothing that is declared says so. */
  trouble: async (scene: Scene): Promise<void> => {
    const file = troubleOf(scene.place, stageOf(scene));
    if (existsSync(file)) rmSync(file);
    else writeFileSync(file, "");
  },

  freeze: async (scene: Scene): Promise<void> => {
    const stage = stageOf(scene);
    stage.frozen = stage.frozen !== true;
    writePipeline(scene.place.folder, scene.place.project);
  },

  /** One bit of one file of the store is another. */
  flip: async ({ place, a, b }: Scene): Promise<void> => {
    const file = anyFile(place.storeFolder, a);
    if (file === undefined) return;
    flipBit(file, b);
    place.memory.damaged = true;
  },

  /** A file of the store is gone, or shorter: somebody cleared space, or the power went. */
  lose: async ({ place, a, b }: Scene): Promise<void> => {
    const file = anyFile(place.storeFolder, a);
    if (file === undefined) return;
    if (b % 2 === 0) rmSync(file);
    else overwrite(file, readFileSync(file).subarray(0, Math.floor(statSync(file).size / 2)));
    place.memory.damaged = true;
  },

  /** The lock's last bytes are missing, or a hand has written into it. */
  damageLock: async ({ place, a, b }: Scene): Promise<void> => {
    const text = readLock(place);
    if (text === "") return;
    if (a % 2 === 0) writeFileSync(lockOf(place), text.slice(0, b % text.length));
    else
      writeFileSync(
        lockOf(place),
        text.replace(/[0-9a-f]{8}/, (digits) => [...digits].reverse().join("")),
      );
  },

  clock: async ({ place, a }: Scene): Promise<void> => {
    place.clockShift = pick([0, -day, -day / 24], a);
  },

  clean: async ({ place, a }: Scene): Promise<void> => {
    const words = pick([["clean"], ["clean", "--state"], ["clean", "--logs", "1"], ["clean", "--displaced"]], a);
    const { code, stderr } = await command(platformOf(place), words);
    expect(code, `${words.join(" ")}: ${stderr}`).toBe(0);
  },

  /** An experiment works in a copy: it may teach the store, and changes nothing here. */
  experiment: async ({ place, a, b }: Scene): Promise<void> => {
    const name = pick([...place.project.params.keys()], a);
    const { code, stdout, stderr } = await command(platformOf(place), ["exp", "run", "--json", "--set", `${name}=${7 + (b % 3)}`]);
    if (isFine(place)) expect(code, `${stdout}${stderr}`).toBe(0);
    else expect([0, 1, 2, 5], `${stdout}${stderr}`).toContain(code);
    executedIn(place);
    place.memory.vague = true;
  },

  /** What the lock names, to the remote of all. */
  push: async (scene: Scene): Promise<void> => {
    const { code, stderr } = await command(platformOf(scene.place), ["push"]);
    expect([0, 5], `push: ${stderr}`).toContain(code);
  },

  /** What the lock names, from the remote. */
  pull: async ({ place }: Scene): Promise<void> => {
    const { code, stderr } = await command(platformOf(place), ["pull"]);
    // 4: pinned data that was edited is left as it is.
    expect([0, 4, 5], `pull: ${stderr}`).toContain(code);
    place.memory.vague = true;
  },

  /** What is known is fetched, and only the rest runs. */
  runPull: async ({ place }: Scene): Promise<void> => {
    place.memory.vague = true;
    const { ran, output } = await runHere(place, { what: "run --pull", words: ["--pull"] });
    expectPlainEnd(place, { code: ran.code, output });
    judge(place, ran);
  },

  /** The remote lies: a bit of it is another, or half of a file is missing. */
  flipRemote: async ({ root, a, b }: Scene): Promise<void> => {
    const file = anyFile(join(root, "remote"), a);
    if (file === undefined) return;
    if (b % 3 === 0) overwrite(file, readFileSync(file).subarray(0, Math.floor(statSync(file).size / 2)));
    else flipBit(file, b);
  },

  /** The remote is not there, or is there again. */
  remoteAway: async ({ root }: Scene): Promise<void> => {
    const [there, away] = [join(root, "remote"), join(root, "remote-away")];
    if (existsSync(there) && !existsSync(away)) renameSync(there, away);
    else if (existsSync(away) && !existsSync(there)) renameSync(away, there);
  },

  /** All goes that no lock names: what is fresh here, or in another checkout of the same store, is still known. */
  gc: async ({ place, places, shared, a }: Scene): Promise<void> => {
    const words = pick([["gc", "--size", "0", "--runs", "0"], ["gc", "--size", "0"], ["gc"], ["gc", "--dry-run", "--size", "0"]], a);
    const { code, stdout, stderr } = await command(platformOf(place), words);
    expect(code, `${words.join(" ")}: ${stdout}${stderr}`).toBe(0);
    if (words.includes("--runs")) await afterCollection(shared === undefined ? [place] : places);
    else if (words.length > 1) place.memory.damaged ||= !words.includes("--dry-run");
  },

  /** A source is pinned, or its pin is brought up to what stands there now. */
  pin: async ({ place, a }: Scene): Promise<void> => {
    const path = pick(sourcesOf(place.project), a);
    const content = actualContent(place.folder, path);
    if (content === undefined || isAway(place, path)) return;
    const { code, stderr } = await command(platformOf(place), ["add", path]);
    expect(code, `add ${path}: ${stderr}`).toBe(0);
    place.pins.set(path, { content, put: putter(structuredClone(place.project), path) });
  },

  /** What is pinned goes out of the workspace: its bytes are in the store. */
  loseData: async ({ place, a }: Scene): Promise<void> => {
    const path = pinned(place, a);
    if (path === undefined || !isAsPinned(place, path)) return;
    rmSync(join(place.folder, path), { recursive: true, force: true });
  },

  unpin: async ({ place, a }: Scene): Promise<void> => {
    const path = pinned(place, a);
    if (path === undefined) return;
    const { code, stderr } = await command(platformOf(place), ["remove", path]);
    expect(code, `remove ${path}: ${stderr}`).toBe(0);
    place.pins.delete(path);
    // Nothing says any more what it was.
    if (isAway(place, path)) checkOutSource(place, path);
  },

  /** What is pinned comes back; what was edited stays as it is. */
  checkout: async ({ place, a, b }: Scene): Promise<void> => {
    const path = pinned(place, a);
    const before = new Map([...place.pins.keys()].map((one) => [one, actualContent(place.folder, one)]));
    const words = ["checkout", ...(b % 2 === 0 || path === undefined ? [] : [path])];
    const { code, stderr } = await command(platformOf(place), words);
    expect(place.isClone || place.memory.damaged ? [0, 5] : [0], `${words.join(" ")}: ${stderr}`).toContain(code);
    for (const [one, content] of before) {
      const now = actualContent(place.folder, one);
      const pin = place.pins.get(one);
      expect([content, pin?.content], `${words.join(" ")}: ${one}`).toContainEqual(now);
      // Where Millrace itself had left another version, git may have brought a pin of this one.
      if (isDeepStrictEqual(now, pin?.content)) pin?.put(place.project);
    }
  },

  /** The store is what it was, unless the test has damaged it. */
  verify: async ({ place, a }: Scene): Promise<void> => {
    const words = pick([["verify"], ["verify", "--outputs"]], a);
    const { code, stdout, stderr } = await command(platformOf(place), words);
    const isPlain = words.length === 1 && !place.memory.damaged;
    expect(isPlain ? [0] : [0, 5], `${words.join(" ")}: ${stdout}${stderr}`).toContain(code);
  },

  /** Somebody clones what is committed: sources, pipeline, lock. */
  clone: async (scene: Scene): Promise<void> => {
    const [here, there] = scene.places as [Place, Place | undefined];
    const lock = readLock(here);
    if (there === undefined)
      scene.places.push(newPlace(scene.root, { name: "project-2", project: structuredClone(here.project), shared: scene.shared }));
    else checkOut(there, here.project);
    const clone = scene.places[1] as Place;
    clonePins(here, clone, scene);
    // The lock names lists that were made here. Two stages may make the same list, and then its bytes are in the clone's store too.
    const lists = new Set(here.project.stages.filter(({ list }) => list === true).map(({ name }) => name));
    for (const mark of here.memory.possible) if (lists.has(JSON.parse(mark)[0])) clone.memory.possible.add(mark);
    if (lock === "") rmSync(lockOf(clone), { force: true });
    else writeFileSync(lockOf(clone), lock);
    scene.base = lock;
  },

  /** Git merges the other checkout's lock into this one's, by lines; the sources become one side's or the other's. */
  merge: async (scene: Scene): Promise<void> => {
    const { place, places, a, root } = scene;
    const other = places.find((one) => one !== place);
    if (other === undefined) return;
    const theirs = readLock(other);
    const merged = mergeLocks(root, { ours: readLock(place), base: scene.base, theirs });
    if (a % 2 === 0) checkOut(place, other.project);
    if (merged === "") rmSync(lockOf(place), { force: true });
    else writeFileSync(lockOf(place), merged);
    scene.base = theirs;
  },
} as const satisfies Readonly<Record<string, (scene: Scene) => Promise<void>>>;

export type OperationKind = keyof typeof operations | keyof typeof edits;

/** The same in one call for edits and for what is more. */
export async function perform(kind: OperationKind, scene: Scene): Promise<void> {
  const { a, b, c, place } = scene;
  if (kind in operations) await operations[kind as keyof typeof operations](scene);
  else {
    if (editsOfSources.has(kind)) haveSources(place);
    apply({ edit: { kind: kind as keyof typeof edits, a, b, c }, ...place });
  }
  for (const one of scene.places) dropStrayPins(one);
}

const pinned = ({ pins }: Place, index: number): string | undefined => (pins.size === 0 ? undefined : pick([...pins.keys()], index));

/** Whether the pin says what the model says. */
function isAsPinned({ project, pins }: Place, path: string): boolean {
  return sourcesOf(project).includes(path) && isDeepStrictEqual(pins.get(path)?.content, sourceContent(project, path));
}

/** Of one source, as the model of then has it. */
function putter(then: Project, path: string): Pinned["put"] {
  return (project) => {
    const { files, parts, mapped } = structuredClone(then);
    const file = files.get(path);
    if (file !== undefined) project.files.set(path, file);
    if (path === partsFile) project.parts = parts;
    if (path !== mappedFolder) return;
    project.mapped.clear();
    for (const [name, one] of mapped) project.mapped.set(name, one);
  };
}

/** Who moves data by hand leaves its pin behind, and then removes it. */
function dropStrayPins(place: Place): void {
  const sources = new Set(sourcesOf(place.project));
  for (const path of [...place.pins.keys()].filter((one) => !sources.has(one))) {
    rmSync(join(place.folder, `${path}.pin`), { force: true });
    place.pins.delete(path);
  }
}

/** Who edits data has it here. */
function haveSources(place: Place): void {
  for (const path of sourcesOf(place.project)) if (isAway(place, path)) checkOutSource(place, path);
}

const editsOfSources: ReadonlySet<string> = new Set<keyof typeof edits>([
  ...(["content", "stealth", "rename", "executable", "fileToFolder"] as const),
  ...(["parts", "mapFile", "mapRename", "mapRemove", "mapExecutable"] as const),
]);

/** Pins are committed, and what they name is not: where it is as pinned, a clone may be without it. */
function clonePins(here: Place, clone: Place, { b }: Scene): void {
  for (const path of clone.pins.keys()) rmSync(join(clone.folder, `${path}.pin`), { force: true });
  clone.pins.clear();
  clone.isClone = true;
  for (const [path, content] of here.pins) {
    copyFileSync(join(here.folder, `${path}.pin`), join(clone.folder, `${path}.pin`));
    clone.pins.set(path, content);
    if (b % 2 === 0 && isAsPinned(clone, path)) rmSync(join(clone.folder, path), { recursive: true, force: true });
  }
}

/** Whatever keeps a project from a complete successful run is taken away. */
export function mend(place: Place): void {
  for (const stage of place.project.stages) {
    rmSync(troubleOf(place, stage), { force: true });
    stage.frozen = false;
  }
  // It need not be in any store.
  if (mayLackData(place)) haveSources(place);
  writePipeline(place.folder, place.project);
}

/** How each stage ended in two runs of which one did the work. */
function together(both: readonly Ran[]): Ran["outcomes"] {
  const [one, other] = both.map(({ outcomes }) => outcomes);
  const idle = Object.entries({ ...one, ...other }).map(([stage]) => {
    const outcome = one?.[stage] === "fresh" ? other?.[stage] : one?.[stage];
    return [stage, outcome ?? "fresh"];
  });
  return Object.fromEntries(idle);
}

/** Not of those that say which process is at work: this one is, and would wait for itself. */
function anyFile(folder: string, index: number): string | undefined {
  if (!existsSync(folder)) return undefined;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const kept = files.filter(({ parentPath }) => ![join(folder, "lock"), join(folder, "leases")].includes(parentPath));
  const paths = kept.map((entry) => join(entry.parentPath, entry.name)).sort();
  return paths.length === 0 ? undefined : pick(paths, index);
}

function flipBit(file: string, index: number): void {
  const bytes = readFileSync(file);
  if (bytes.length === 0) return;
  const bit = index % (bytes.length * 8);
  bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
  overwrite(file, bytes);
}

function overwrite(file: string, bytes: Uint8Array): void {
  chmodSync(file, 0o644);
  writeFileSync(file, bytes);
  chmodSync(file, 0o444);
}

const refusal = (code: string, syscall: string): Error =>
  Object.assign(new Error(`${code}: refused by the test`), { code, syscall, errno: -1 });

/** Milliseconds. */
const day = 86_400_000;

async function expectSurvived(place: Place, { what, platform }: { readonly what: string; readonly platform: Platform }): Promise<void> {
  const { ran, output } = await runHere(place, { what, platform, hindered: true });
  expect([0, 1, 2, 5], `${what}: ${output}`).toContain(ran.code);
  place.memory.vague = true;
  endHolder(place);
  judge(place, ran);
}

/** A disk that refuses may have kept the run from saying that it let go of the project; the end of its process would say so, and this one goes on. */
function endHolder({ folder }: Place): void {
  const locks = join(folder, ".millrace", "lock");
  if (!existsSync(locks)) return;
  const newest = Math.max(0, ...readdirSync(locks).flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : [])));
  if (newest > 0 && !readFileSync(join(locks, String(newest)), "utf8").endsWith("released\n")) {
    appendFileSync(join(locks, String(newest)), "released\n");
  }
}
