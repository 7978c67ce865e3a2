import { relative } from "node:path";
import type { StoreConfig } from "../config/config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { entryText } from "../key/entry.ts";
import type { Platform } from "../platform/platform.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { acquireFolderLock } from "../run/project-lock.ts";
import { evictionLock, leaseHolders } from "../run/store-lease.ts";
import { registerRoot, removeRoot, writeRoot } from "../store/roots.ts";
import { recordSize } from "../store/store-use.ts";
import { type Evicted, type Eviction, type Limits, planEviction } from "./plan-eviction.ts";
import { readBranches } from "./read-branches.ts";
import { type KnownProject, type StoreContents, storeContents } from "./store-contents.ts";
import type { Kept } from "./survey.ts";

export interface GcRequest {
  readonly platform: Platform;
  /** Absolute: of the project from which it is asked for. */
  readonly projectRoot: string;
  readonly store: StoreConfig;
  readonly limits: Limits;
  /** Nothing is changed, and nobody is waited for. */
  readonly dryRun: boolean;
  /** For engines at work with the store. */
  readonly wait: boolean;
  readonly signal: AbortSignal;
  /** Called once, with whom is waited for. */
  readonly onWaiting: (holder: string) => void;
}

export interface GcReport {
  readonly contents: StoreContents;
  readonly eviction: Eviction;
  /** Of writers that were killed. */
  readonly leftovers: readonly Kept[];
  /** Projects that were removed: they need nothing any more. */
  readonly forgotten: readonly KnownProject[];
  /** Bytes before, and what stays. */
  readonly before: number;
  readonly after: number;
}

/** `busy`: an engine is at work, and it is not to be waited for. `damaged`: nobody knows what some project needs. `unread`: nor what its branches need. */
export type GcFailure =
  | { readonly kind: "busy"; readonly holder: string }
  | { readonly kind: "interrupted" }
  | { readonly kind: "unread"; readonly diagnostic: Diagnostic }
  | { readonly kind: "damaged"; readonly files: readonly string[] };

/**
 * Evicts what nothing needs from a store, least recently used first. It works while nobody else does: see `leaseStore`. A kill at any
 * moment leaves a store in which everything that is there is whole: results go before the objects that they name.
 */
export async function collectGarbage(request: GcRequest): Promise<Result<GcReport, GcFailure>> {
  const { platform, store, dryRun } = request;
  if (dryRun) return decide(request);
  platform.disk.makeDirectory("store-record", store.folder);
  const lock = await lockAlone(request);
  if (!lock.ok) return lock;
  try {
    registerRoot(platform, { storeFolder: store.folder, projectRoot: request.projectRoot });
    const decided = await decide(request);
    if (decided.ok) carryOut(request, decided.value);
    return decided;
  } finally {
    lock.value.release();
  }
}

/** The eviction lock, with no lease beside it. Whoever has a lease and sees the lock waits for it: so it is let go again at once. */
async function lockAlone({ platform, store, wait, signal, onWaiting }: GcRequest): Promise<Result<{ release(): void }, GcFailure>> {
  let told = false;
  const tellOnce = (holder: string): void => {
    if (!told) onWaiting(holder);
    told = true;
  };
  for (;;) {
    const lock = await acquireFolderLock({ platform, folder: evictionLock(store.folder), wait, signal, onWaiting: tellOnce });
    if (!lock.ok) return failure(lock.failure === "interrupted" ? { kind: "interrupted" } : { kind: "busy", ...lock.failure });
    const [holder] = leaseHolders(platform, store.folder);
    if (holder === undefined) return success(lock.value);
    lock.value.release();
    if (!wait) return failure({ kind: "busy", holder });
    tellOnce(holder);
    await platform.clock.wait(pause, signal);
  }
}

/** Milliseconds between two looks whether engines are at work. */
const pause = 250;

async function decide({ platform, projectRoot, store, limits, signal }: GcRequest): Promise<Result<GcReport, GcFailure>> {
  const { disk, clock, environment } = platform;
  const branches = await readBranches({ platform, store, projectRoot, signal });
  if (signal.aborted) return failure({ kind: "interrupted" });
  if (!branches.ok) return failure({ kind: "unread", diagnostic: branches.failure });
  const contents = storeContents({ disk, storeFolder: store.folder, runs: store.runs, projectRoot, branches: branches.value });
  if (contents.damagedRoots.length > 0) {
    const files = contents.damagedRoots.map((file) => relative(environment.workingDirectory, file));
    return failure({ kind: "damaged", files });
  }
  const { survey, neededBy, evidence, objectsOf } = contents;
  const needed = new Set([...neededBy.keys(), ...evidence]);
  const eviction = planEviction({ survey, needed, objectsOf, limits, now: clock.now() });
  const leftovers = survey.temporaries.filter((file) => isLeftover(platform, file));
  const before = total([...survey.objects.values(), ...survey.actions.values(), ...survey.temporaries]);
  return success({
    contents,
    eviction,
    leftovers,
    forgotten: contents.projects.filter(({ state }) => state === "gone"),
    before,
    after: before - total([...eviction.objects, ...eviction.actions, ...leftovers]),
  });
}

/** Its name tells who wrote it; a writer of another machine is given a day. */
function isLeftover({ processes, clock }: Platform, { path, usedAt }: Kept): boolean {
  const writer = /(?:entering|\.millrace)-(\d+)-[^/]*$/.exec(path)?.[1];
  const dead = writer === undefined || processes.startTime(Number(writer)) === undefined;
  return dead || clock.now() - usedAt > 86_400_000;
}

const total = (files: readonly { readonly bytes: number }[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

function carryOut({ platform: { disk, clock }, store }: GcRequest, { contents, eviction, leftovers, after }: GcReport): void {
  for (const { root, state, needs } of contents.projects) {
    const place = { storeFolder: store.folder, projectRoot: root.project };
    if (state === "gone") removeRoot(disk, place);
    if (state === "read") writeRoot(disk, place, needTexts(needs));
  }
  for (const { path } of eviction.actions) disk.remove("action", path);
  for (const { path } of largestFirst(eviction.objects)) disk.remove("object", path);
  for (const { path } of leftovers) disk.remove("object", path);
  recordSize(disk, { folder: store.folder, bytes: after, now: clock.now() });
}

/** A disk that is full is helped soonest. */
const largestFirst = (objects: readonly Evicted[]): readonly Evicted[] => [...objects].sort((one, other) => other.bytes - one.bytes);

const needTexts = (needs: KnownProject["needs"]): readonly string[] => [
  ...new Set(needs.flatMap(({ holds, keys }) => [...holds.map((held) => (typeof held === "string" ? held : entryText(held))), ...keys])),
];
