import { type Entry, parseEntry } from "../key/entry.ts";
import type { Disk } from "../platform/disk.ts";
import { errorCode } from "../platform/error-code.ts";
import type { Digest } from "../platform/identity.ts";
import { type Root, readRoots } from "../store/roots.ts";
import { evidenceOf } from "./evidence.ts";
import { type Need, needKinds, needsOf } from "./needs.ts";
import { Listings, type Survey, survey } from "./survey.ts";

/** A project that uses the store, and how much of what it needs is known. */
export interface KnownProject {
  readonly root: Root;
  /** `gone`: it was removed, and needs nothing any more. `unreadable`: not now; what it needed when it was last looked at stays, and all that came since. */
  readonly state: "read" | "gone" | "unreadable";
  /** Of `unreadable`: what the disk says. */
  readonly why?: string;
  readonly needs: readonly Need[];
}

/** What is in a store, and who needs it. */
export interface StoreContents {
  readonly survey: Survey;
  readonly projects: readonly KnownProject[];
  /** Paths of records of projects that cannot be read: nobody knows what those projects need. */
  readonly damagedRoots: readonly string[];
  /** What needs an object first, by the order of the kinds of needs. */
  readonly neededBy: ReadonlyMap<Digest, Need>;
  /** Manifests and small texts of what is needed. */
  readonly evidence: ReadonlySet<Digest>;
  /** All objects of a need, with what is in its folders. */
  readonly digestsOf: (need: Need) => readonly Digest[];
  /** What a result is made of, in full. */
  readonly objectsOf: (key: Digest) => readonly Digest[];
}

export interface ContentsRequest {
  readonly disk: Disk;
  /** Absolute. */
  readonly storeFolder: string;
  /** See `ProjectNeeds.runs`. */
  readonly runs: number;
  /** Absolute: of a project that uses the store, though it may not be known there yet. */
  readonly projectRoot: string;
  /** By project: what its branches need. A project of which that is not known now is taken as one that cannot be read. */
  readonly branches?: ReadonlyMap<string, readonly Need[] | "unknown">;
}

/** The projects that use a store, with the one that asks. */
export function knownRoots(
  disk: Disk,
  { storeFolder, projectRoot }: Pick<ContentsRequest, "storeFolder" | "projectRoot">,
): { readonly roots: readonly Root[]; readonly damaged: readonly string[] } {
  const { roots, damaged } = readRoots(disk, storeFolder);
  const isKnown = roots.some(({ project }) => project === projectRoot);
  return { roots: isKnown ? roots : [...roots, { project: projectRoot, device: "", needs: [], recordedAt: 0 }], damaged };
}

/** Looks at a store and at each project that uses it. Writes nothing. */
export function storeContents({ disk, storeFolder, runs, projectRoot, branches = new Map() }: ContentsRequest): StoreContents {
  const { roots, damaged } = knownRoots(disk, { storeFolder, projectRoot });
  const found = survey(disk, storeFolder);
  const projects = roots.map((root) => {
    const known = lookAt(disk, { root, runs });
    const more = known.state === "read" ? (branches.get(root.project) ?? []) : [];
    const isUnknown = known.state === "unreadable" || more === "unknown";
    return { ...known, needs: [...known.needs, ...(isUnknown ? lastKnownNeeds(root, found) : more)] };
  });
  const listings = new Listings(disk, found);
  const place = { disk, survey: found, listings };
  const neededBy = new Map<Digest, Need>();
  const evidence = new Set<Digest>();
  const needs = projects.flatMap((project) => project.needs);
  for (const kind of needKinds) {
    for (const need of needs) {
      if (need.kind !== kind) continue;
      for (const digest of digestsOf(need, listings)) if (!neededBy.has(digest)) neededBy.set(digest, need);
    }
  }
  keepParts(neededBy, { survey: found, listings });
  for (const { keys } of needs) for (const key of keys) for (const digest of evidenceOf(key, place)) evidence.add(digest);
  return {
    survey: found,
    projects,
    damagedRoots: damaged,
    neededBy,
    evidence,
    digestsOf: (need) => digestsOf(need, listings),
    objectsOf: (key) => {
      const outputs = Object.values(found.actions.get(key)?.result?.outputs ?? {});
      return [...new Set([...outputs.flatMap((entry) => [...listings.digests(entry)]), ...evidenceOf(key, place)])];
    },
  };
}

/** What a mapped stage made of one file has a listing of its own: it costs little, and without it that file would be done again. */
function keepParts(
  neededBy: Map<Digest, Need>,
  { survey: { actions }, listings }: { readonly survey: Survey; readonly listings: Listings },
): void {
  const entries = [...actions.values()].flatMap(({ result }) => Object.values(result?.outputs ?? {}));
  for (const entry of entries) {
    const parts = listings.ofNeeded(entry, neededBy) ?? [];
    const need = parts.map((digest) => neededBy.get(digest)).find((known) => known !== undefined);
    if (need !== undefined) for (const digest of parts) if (!neededBy.has(digest)) neededBy.set(digest, need);
  }
}

const digestsOf = ({ holds }: Need, listings: Listings): readonly Digest[] =>
  holds.flatMap((held) => [...(typeof held === "string" ? listings.unknown(held) : listings.digests(held))]);

function lookAt(disk: Disk, { root, runs }: { readonly root: Root; readonly runs: number }): KnownProject {
  const { project } = root;
  try {
    if (disk.statTarget(project)?.type === "directory" && disk.list(project).length > 0) {
      return { root, state: "read", needs: needsOf({ disk, project, runs }) };
    }
    const why = isMounted(disk, root) ? undefined : "its file system is not mounted";
    return why === undefined ? { root, state: "gone", needs: [] } : { root, state: "unreadable", why, needs: [] };
  } catch (error) {
    if (errorCode(error) === "" || !(error instanceof Error)) throw error;
    return { root, state: "unreadable", why: error.message, needs: [] };
  }
}

/** Whether the file system on which the project was is where it was: another one would be in its place, or none. */
function isMounted(disk: Disk, { project, device }: Root): boolean {
  for (let folder = project; ; folder = folder.slice(0, folder.lastIndexOf("/"))) {
    const stat = disk.statTarget(folder === "" ? "/" : folder);
    if (stat !== undefined) return device === "" || String(stat.device) === device;
    if (folder === "") return true;
  }
}

/** Milliseconds: a use is written down to within a day. */
const day = 86_400_000;

/** Of a project that cannot be asked: what it needed when it was last looked at, and all that has come or was used since, since it may be its. */
function lastKnownNeeds({ project, needs, recordedAt }: Root, { objects }: Survey): readonly Need[] {
  const since = [...objects].flatMap(([digest, { usedAt }]) => (usedAt >= recordedAt - day ? [digest] : []));
  const told = { project, kind: "run", keys: [] } as const;
  return [
    { ...told, source: "what it needed when it was last looked at", holds: needs.flatMap(heldOf) },
    { ...told, source: "what it may have used since it was last looked at", holds: since },
  ];
}

/** A bare digest may be a folder's: of a run, nothing else was known. */
function heldOf(text: string): readonly (Entry | Digest)[] {
  const entry = parseEntry(text);
  if (entry === undefined) return [];
  return [entry.shape === "file" ? entry.digest : entry];
}
