import { dirname, relative, sep } from "node:path";
import type { Disk } from "../../platform/disk.ts";
import type { Access } from "../../trace/access.ts";
import { isLeftOut, isOutsideData, sourceOf } from "../../trace/left-out.ts";
import type { Observed } from "../../trace/observed.ts";
import type { Snapshot } from "./snapshot.ts";

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
    if (kind === "list" || kind === "make-folder" || kind === "look" || kind === "absent") continue;
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

function outside({ accesses, projectRoot, disk }: Observation): readonly string[] {
  const read = accesses.filter(({ kind, path }) => kind === "read" && isOutsideData(path)).map(({ path }) => path);
  const far = [...new Set(read)].filter((path) => relative(projectRoot, path).startsWith(".."));
  return far.filter((path) => disk.statTarget(path)?.type === "file").sort();
}
