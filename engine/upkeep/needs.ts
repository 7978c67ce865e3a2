import { join } from "node:path";
import { listRuns } from "../history/list-runs.ts";
import { readRun } from "../history/read-run.ts";
import { type Entry, parseEntry } from "../key/entry.ts";
import { type Lock, readLock } from "../lock/lock-file.ts";
import { oncePinned } from "../lock/pin-file.ts";
import type { Disk } from "../platform/disk.ts";
import type { Digest } from "../platform/identity.ts";
import { findCommittedFiles } from "./committed-files.ts";

/** Why something stays. In the order in which bytes that several need are counted. */
export const needKinds = ["lock", "pin", "registry", "experiment", "branch", "run"] as const;
export type NeedKind = (typeof needKinds)[number];

export interface Need {
  /** Absolute: the project that needs it. */
  readonly project: string;
  readonly kind: NeedKind;
  /** A stage and its pipeline's lock, the path of a pin, a registry's file, an experiment, a branch, a run: relative to the project. */
  readonly source: string;
  readonly stage?: string;
  /** Of a branch: the file that says so there. */
  readonly path?: string;
  /** What is known of the shape is told; of a digest alone it is not. */
  readonly holds: readonly (Entry | Digest)[];
  /** Whose manifests are needed with it. */
  readonly keys: readonly Digest[];
}

export interface ProjectNeeds {
  readonly disk: Disk;
  /** Absolute. */
  readonly project: string;
  /** So many of the newest runs of each pipeline count as kept. */
  readonly runs: number;
}

/** What the project's locks, pins, registry, experiments and newest runs need of the store. */
export function needsOf(request: ProjectNeeds): readonly Need[] {
  const { disk, project } = request;
  const { locks, pins, registry } = findCommittedFiles(disk, project);
  const pinned = pins.flatMap((path) => textNeeds(request, { path, kind: "pin" }));
  return [
    ...locks.flatMap((path) => lockNeeds(request, { path, kind: "lock", source: path })),
    ...pinned,
    ...oncePinnedNeeds(request, new Set(pinned.flatMap(({ holds }) => holds))),
    ...registry.flatMap((path) => textNeeds(request, { path, kind: "registry" })),
    ...experimentNeeds(request),
    ...runNeeds(request),
  ];
}

interface LockPlace {
  /** Relative to the project. */
  readonly path: string;
  readonly kind: NeedKind;
  readonly source: string;
}

function lockNeeds(request: ProjectNeeds, { path, kind, source }: LockPlace): readonly Need[] {
  const { disk, project } = request;
  const lock = readLock(disk, join(project, path));
  const needs = recordNeeds(lock, { project, kind, source });
  // Until a merge is finished, either side may come to count.
  return lock.damaged.size + lock.strayLines.length === 0 ? needs : [...needs, ...textNeeds(request, { path, kind })];
}

/** What each record of a lock needs. */
export const recordNeeds = ({ records }: Lock, found: Omit<Need, "stage" | "holds" | "keys">): readonly Need[] =>
  [...records].map(([stage, { key, out }]) => ({
    ...found,
    stage,
    holds: Object.values(out).flatMap((text) => parseEntry(text) ?? []),
    keys: [key],
  }));

/** Whatever such a file names: another version of Millrace, or a merge that is not finished, may have written more into it. */
function textNeeds({ disk, project }: ProjectNeeds, { path, kind }: Pick<LockPlace, "path" | "kind">): readonly Need[] {
  const holds = digestsIn(disk.read(join(project, path)).toString("utf8"));
  return holds.length === 0 ? [] : [{ project, kind, source: kind === "pin" ? path.replace(/\.pin$/, "") : path, holds, keys: [] }];
}

/** Of what was pinned once, that which no pin names now. */
function oncePinnedNeeds(request: ProjectNeeds, known: ReadonlySet<Entry | Digest>): readonly Need[] {
  if (request.disk.stat(join(request.project, oncePinned)) === undefined) return [];
  return textNeeds(request, { path: oncePinned, kind: "pin" })
    .map((need) => ({ ...need, holds: need.holds.filter((digest) => !known.has(digest)) }))
    .filter(({ holds }) => holds.length > 0);
}

export const digestsIn = (text: string): readonly Digest[] =>
  [...new Set(text.match(/\b[0-9a-f]{64}\b/g) ?? [])].map((match) => match as Digest);

function experimentNeeds(request: ProjectNeeds): readonly Need[] {
  const { disk, project } = request;
  const folder = join(".millrace", "experiments");
  if (disk.stat(join(project, folder))?.type !== "directory") return [];
  const kept = disk.list(join(project, folder)).filter(({ type }) => type === "directory");
  return kept.flatMap(({ name }) => {
    const { locks } = findCommittedFiles(disk, join(project, folder, name));
    return locks.flatMap((lock) => lockNeeds(request, { path: join(folder, name, lock), kind: "experiment", source: name }));
  });
}

/** The newest of each pipeline. One that was killed counts: what it finished may not have got into a lock. */
function runNeeds({ disk, project, runs }: ProjectNeeds): readonly Need[] {
  const history = { disk, projectRoot: project };
  const seen = new Map<string, number>();
  return listRuns(history).flatMap((run) => {
    const past = readRun(history, run);
    const pipeline = past?.started.pipeline;
    if (past === undefined || pipeline === undefined) return [];
    const count = (seen.get(pipeline) ?? 0) + 1;
    seen.set(pipeline, count);
    if (count > runs) return [];
    return past.stages
      .filter(({ outputs, key }) => outputs.length > 0 || key !== undefined)
      .map(
        ({ stage, outputs, key }): Need => ({
          project,
          kind: "run",
          source: run,
          stage,
          holds: outputs.map(({ digest }) => digest),
          keys: key === undefined ? [] : [key],
        }),
      );
  });
}
