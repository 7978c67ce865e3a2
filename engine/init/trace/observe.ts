import { dirname, relative, sep } from "node:path";
import type { Disk } from "../../platform/disk.ts";
import type { Access } from "./access.ts";
import { isLeftOut, type Snapshot } from "./snapshot.ts";

export interface Observation {
  readonly disk: Disk;
  /** Absolute. */
  readonly projectRoot: string;
  readonly accesses: readonly Access[];
  /** Whether the accesses are all that there were. */
  readonly complete: boolean;
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** What a program did to the project; absolute paths, sorted. */
export interface Observed {
  /** Files that were there before, and that it read. */
  readonly inputs: readonly string[];
  /** Files that it left behind. */
  readonly outputs: readonly string[];
  /** Folders whose names it asked for. */
  readonly listed: readonly string[];
  /** Outermost folders that were not there before. */
  readonly made: readonly string[];
  /** Files that it read, and then wrote to or removed. */
  readonly changed: readonly string[];
  /** Data outside of the project that it read, which no stage can have as an input. */
  readonly outside: readonly string[];
}

export function observe(observation: Observation): Observed {
  const { projectRoot, before, after } = observation;
  const events = eventsByPath(observation);
  const inputs: string[] = [];
  const changed: string[] = [];
  for (const [path, kinds] of events) {
    if (!before.has(path) || before.get(path) === "") continue;
    const [first = "list"] = kinds;
    const touched = kinds.some((kind) => kind !== "read");
    if (first === "change" || (first === "read" && touched)) changed.push(path);
    else if (first === "read") inputs.push(path);
  }
  const written = [...after.keys()].filter((path) => after.get(path) !== "" && isWritten(path, { observation, events }));
  const made = [...after.keys()].filter((path) => after.get(path) === "" && !before.has(path));
  return {
    inputs: inputs.sort(),
    outputs: written.filter((path) => !changed.includes(path)).sort(),
    listed: pathsOf(observation, "list").filter((path) => path !== projectRoot && before.get(path) === ""),
    made: made.filter((path) => !made.includes(dirname(path))).sort(),
    changed: changed.sort(),
    outside: outside(observation),
  };
}

type FileKind = "read" | "write" | "change" | "remove";

/** What was done to each file, in order. A folder that was opened for reading was listed; compiled Python is its source. */
function eventsByPath({ disk, accesses, projectRoot, before }: Observation): ReadonlyMap<string, readonly FileKind[]> {
  const events = new Map<string, FileKind[]>();
  for (const { kind, path: opened } of accesses) {
    if (kind === "list" || kind === "make-folder") continue;
    const path = kind === "read" ? sourceOf(opened) : opened;
    if (!isInside(projectRoot, path) || before.get(path) === "" || (path !== opened && disk.statTarget(path) === undefined)) continue;
    // A file that was reached through a link is also the file itself.
    for (const name of new Set([path, disk.realPath(path) ?? path])) {
      const list = events.get(name) ?? [];
      list.push(kind);
      events.set(name, list);
    }
  }
  return events;
}

interface Writing {
  readonly observation: Observation;
  readonly events: ReadonlyMap<string, readonly FileKind[]>;
}

/** A tracer that sees everything is believed; beside another, the file itself tells whether it is a new one. */
function isWritten(path: string, { observation, events }: Writing): boolean {
  const { before, after, complete, projectRoot } = observation;
  const isNew = before.get(path) !== after.get(path);
  if (!complete) return isNew;
  if (isToldOf(events.get(path))) return true;
  // What came with a folder that was renamed is under no name of its own in the trace.
  for (let folder = dirname(path); isInside(projectRoot, folder); folder = dirname(folder)) {
    if (!before.has(folder) && isToldOf(events.get(folder))) return true;
  }
  return false;
}

const isToldOf = (kinds: readonly FileKind[] = []): boolean => kinds.some((kind) => kind === "write" || kind === "change");

/** `__pycache__/network.cpython-311.pyc` stands for `network.py`. */
function sourceOf(path: string): string {
  const [, folder, name] = /^(.*\/)__pycache__\/([^/]+?)\.[^/]*\.pyc$/.exec(path) ?? [];
  return folder === undefined ? path : `${folder}${name}.py`;
}

const pathsOf = ({ accesses, projectRoot, before }: Observation, kind: "list"): readonly string[] =>
  [
    ...new Set(
      accesses
        .filter((access) => access.kind === kind || (access.kind === "read" && before.get(access.path) === ""))
        .map(({ path }) => path)
        .filter((path) => isInside(projectRoot, path)),
    ),
  ].sort();

function isInside(root: string, path: string): boolean {
  const inside = relative(root, path);
  return inside !== "" && inside !== ".." && !inside.startsWith(`..${sep}`) && !isLeftOut(inside);
}

const dataFile = /\.(?:csv|tsv|parquet|arrow|feather|jsonl|ndjson|npy|npz|h5|hdf5|pkl|xlsx?)$/i;
const installed = /\/(?:lib|lib64|site-packages|dist-packages|node_modules|share|\.[^/]+)\//;

function outside({ accesses, projectRoot, disk }: Observation): readonly string[] {
  const read = accesses.filter(({ kind, path }) => kind === "read" && dataFile.test(path)).map(({ path }) => path);
  const far = [...new Set(read)].filter((path) => relative(projectRoot, path).startsWith("..") && !installed.test(path));
  return far.filter((path) => disk.statTarget(path)?.type === "file").sort();
}
