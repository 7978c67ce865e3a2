import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { errorCode } from "../platform/error-code.ts";
import type { Platform } from "../platform/platform.ts";
import { isAlive, thisProcess } from "../platform/process-identity.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { writerToken } from "../platform/writer-token.ts";
import { heirLine, type LockHeir, type LockOwner, outlives, ownerText, parseHeir, parseOwner } from "./lock-owner.ts";

export interface ProjectLockRequest {
  readonly platform: Platform;
  /** Absolute. */
  readonly projectRoot: string;
  /** Wait for the holder, or fail. */
  readonly wait: boolean;
  readonly signal: AbortSignal;
  /** Called once, with whom is waited for. */
  readonly onWaiting: (holder: string) => void;
}

export interface ProjectLock {
  /** Where this process dies before it lets go, the lock is held until that process has ended too: the one that ends its stages. */
  bequeath(watchdog: number): void;
  /** Lets the next one in. A disk that refuses is no failure: once this process has ended, it holds nothing anyway. */
  release(): void;
}

/**
 * One engine a project. `.millrace/lock/` holds files named by increasing integers; who owns the highest one holds the lock,
 * unless it is released, or its owner and the process that ends the owner's stages are dead. Then generation N+1 is created by a hard link, which one of several wins. Why no
 * two ever hold it: the highest file is never removed or renamed, so every listing shows it, the integers only grow and each
 * names one owner for good; an owner that is judged dead is dead, since process number and start time together name one
 * process; and a winner lists once more, which shows a higher generation where its first list was so old that the number it
 * won had been cleared away in between.
 */
export async function acquireProjectLock(request: ProjectLockRequest): Promise<Result<ProjectLock, Diagnostic>> {
  try {
    return await acquire(request);
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return failure(refused(error));
  }
}

async function acquire(request: ProjectLockRequest): Promise<Result<ProjectLock, Diagnostic>> {
  const lock = await acquireFolderLock({ ...request, folder: join(request.projectRoot, ".millrace", "lock") });
  if (lock.ok) return lock;
  return failure(lock.failure === "interrupted" ? interrupted : heldBy(lock.failure.holder));
}

export type FolderLockRequest = Omit<ProjectLockRequest, "projectRoot"> & {
  /** Absolute: made where it is not there. */
  readonly folder: string;
};

/** The same lock, of anything that has a folder for it. Throws what the disk refuses. */
export async function acquireFolderLock(
  request: FolderLockRequest,
): Promise<Result<ProjectLock, "interrupted" | { readonly holder: string }>> {
  const { platform, signal, wait, folder } = request;
  platform.disk.makeDirectory("project-lock", folder);
  let told = false;
  for (let pause = shortestPause; ; pause = Math.min(pause * 1.5, longestPause)) {
    if (signal.aborted) return failure("interrupted");
    let seen = look(platform, folder);
    for (; !seen.held; seen = look(platform, folder)) {
      const place = { folder, generation: seen.generation + 1 };
      if (claim(platform, place)) return success(hold(platform, place));
    }
    if (!wait) return failure({ holder: seen.holder });
    if (!told) request.onWaiting(seen.holder);
    told = true;
    await platform.clock.wait(pause, signal);
  }
}

/** Who holds such a lock now; `undefined` where nobody does. */
export function lockHolder(platform: Platform, folder: string): string | undefined {
  if (platform.disk.stat(folder) === undefined) return undefined;
  const seen = look(platform, folder);
  return seen.held ? seen.holder : undefined;
}

/** Milliseconds between two looks at the holder. */
export const shortestPause = 50;
export const longestPause = 200;
/** Milliseconds after which a file that names no owner never will: a power cut took its bytes. */
const longestBirth = 10_000n;

/** A file that was appended to this is released. In place, since a rename would hide the file from a listing for a moment. */
const releasedLine = "released\n";

/** Files of this process that it let go of and could not write so, on a full disk: its number alone would call them held. */
const letGo = new Set<string>();

interface Generation {
  readonly folder: string;
  readonly generation: number;
}

const fileOf = ({ folder, generation }: Generation): string => join(folder, String(generation));

function generations({ disk }: Platform, folder: string): readonly number[] {
  return disk.list(folder).flatMap(({ name }) => (/^[1-9]\d*$/.test(name) ? [Number(name)] : []));
}

type Seen = { readonly held: false; readonly generation: number } | { readonly held: true; readonly holder: string };

interface Holder {
  readonly owner: LockOwner;
  readonly heir: LockHeir | undefined;
}

function look(platform: Platform, folder: string): Seen {
  for (;;) {
    const generation = Math.max(0, ...generations(platform, folder));
    if (generation === 0) return { held: false, generation };
    const file = fileOf({ folder, generation });
    const found = letGo.has(file) ? "free" : readHolder(platform, file);
    // Only what lies below a higher generation is ever cleared away.
    if (found === "gone") continue;
    if (found === "unnamed") return { held: true, holder: "a process that is just starting" };
    if (found === "free") return { held: false, generation };
    const { owner, heir } = found;
    const shown = folder.endsWith(join(".millrace", "lock")) ? ".millrace/lock" : folder;
    if (isAlive(platform, owner)) return { held: true, holder: ownerText(platform, owner, shown) };
    if (heir === undefined || !outlives(platform, heir)) return { held: false, generation };
    return { held: true, holder: `what ${ownerText(platform, owner)} left running when it was killed` };
  }
}

function readHolder({ disk, clock }: Platform, file: string): Holder | "gone" | "unnamed" | "free" {
  try {
    const text = disk.read(file).toString("utf8");
    if (text.endsWith(`\n${releasedLine}`)) return "free";
    const owner = parseOwner(text);
    if (owner !== undefined) return { owner, heir: parseHeir(text) };
    const stat = disk.stat(file);
    if (stat === undefined) return "gone";
    return BigInt(Math.floor(clock.now())) - stat.changed / 1_000_000n > longestBirth ? "free" : "unnamed";
  } catch (error) {
    if (errorCode(error) === "ENOENT") return "gone";
    throw error;
  }
}

/** `true` where the generation is this process's and the highest. */
function claim(platform: Platform, place: Generation): boolean {
  const { disk, environment, clock } = platform;
  const owner: LockOwner = { ...thisProcess(platform), since: clock.now() };
  const draft = join(place.folder, `claim-${environment.processId}-${writerToken}`);
  disk.replace("project-lock", draft, `${JSON.stringify(owner)}\n`);
  const won = disk.link("project-lock", draft, fileOf(place));
  // From here on this process holds the lock: a disk that refuses to tidy up must not make it forget.
  quietly(() => disk.remove("project-lock", draft));
  if (!won) return false;
  if (Math.max(...generations(platform, place.folder)) === place.generation) return true;
  disk.remove("project-lock", fileOf(place));
  return false;
}

function hold(platform: Platform, place: Generation): ProjectLock {
  const { disk } = platform;
  quietly(() => clearBelow(platform, place));
  return {
    bequeath: (watchdog) => quietly(() => disk.append("project-lock", fileOf(place), heirLine(platform, watchdog))),
    release: () => {
      try {
        disk.append("project-lock", fileOf(place), releasedLine);
      } catch {
        letGo.add(fileOf(place));
      }
    },
  };
}

function quietly(tidy: () => void): void {
  try {
    tidy();
  } catch {
    // The next holder tidies up.
  }
}

/** Older generations, and drafts of processes that were killed while they wrote them. */
function clearBelow({ disk, processes }: Platform, { folder, generation }: Generation): void {
  for (const { name } of disk.list(folder)) {
    const draft = /^(?:claim-|\.millrace-)(\d+)/.exec(name);
    const dead = draft !== null && processes.startTime(Number(draft[1])) === undefined;
    if (dead || (/^[1-9]\d*$/.test(name) && Number(name) < generation)) disk.remove("project-lock", join(folder, name));
  }
}

const interrupted: Diagnostic = {
  code: "interrupted",
  severity: "error",
  message: "interrupted while waiting for another run in this project",
};

const refused = (error: unknown): Diagnostic => ({
  code: "disk-failed",
  severity: "error",
  message: error instanceof Error ? error.message : String(error),
  why: "the disk refused the project's lock, without which nothing is run",
  hint: "free space or mend permissions of .millrace/, then run again",
});

const heldBy = (holder: string): Diagnostic => ({
  code: "project-locked",
  severity: "error",
  message: `another run works in this project: ${holder}`,
  why: "two runs at once would write the same outputs; --no-wait was given",
  hint: "run again when it has ended, or leave --no-wait out to wait for it",
});
