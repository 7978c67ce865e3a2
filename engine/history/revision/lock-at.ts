import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/did-you-mean.ts";
import { type Damage, emptyLock, type Lock, parseLock, readLock } from "../../lock/lock-file.ts";
import type { Disk } from "../../platform/disk.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import type { Repository, Revision } from "./repository.ts";

/** A lock, and what a person must know of it. */
export interface ReadLock {
  readonly lock: Lock;
  /** Warnings only: what can be compared is compared. */
  readonly warnings: readonly Diagnostic[];
}

export interface LockPlace {
  /** Absolute. */
  readonly path: string;
  /** From the project root, for people. */
  readonly shown: string;
}

/** The lock of the working tree. */
export function lockHere(disk: Disk, { path, shown }: LockPlace): ReadLock {
  if (disk.statTarget(path)?.type !== "file") return { lock: emptyLock, warnings: [neverRun(shown)] };
  const lock = readLock(disk, path);
  return { lock, warnings: damageOf(lock, shown) };
}

/** The lock as it is in a commit; an empty one, with a warning, where the commit has none. */
export async function lockAt(
  repository: Repository,
  { revision, place: { path, shown } }: { readonly revision: Revision; readonly place: LockPlace },
): Promise<Result<ReadLock, Diagnostic>> {
  const bytes = await repository.read(revision.commit, path);
  if (!bytes.ok) return failure(bytes.failure);
  if (bytes.value === undefined) {
    return success({ lock: emptyLock, warnings: [await withoutLock(repository, { revision, place: { path, shown } })] });
  }
  const lock = parseLock(bytes.value.toString("utf8"));
  return success({ lock, warnings: damageOf(lock, `${revision.name}:${shown}`) });
}

async function withoutLock(
  repository: Repository,
  { revision, place }: { readonly revision: Revision; readonly place: LockPlace },
): Promise<Diagnostic> {
  const warning = {
    code: "revision-without-lock",
    severity: "warning",
    message: `the pipeline had no lock at ${revision.name}: nothing to compare, all values are new`,
  } as const;
  const pipeline = await repository.read(revision.commit, place.path.replace(/\.lock\.json$/, ".yaml"));
  if (pipeline.ok && pipeline.value !== undefined) return { ...warning, hint: `commit ${place.shown} with the pipeline` };
  const others = await repository.filesEndingIn("pipeline.lock.json", revision.commit);
  const near = didYouMean(place.shown, others) ?? (others.length === 1 ? others[0] : undefined);
  const why = `there is no ${place.shown.replace(/\.lock\.json$/, ".yaml")} in that commit either`;
  return { ...warning, why, ...(near !== undefined && { hint: `there it may have been ${near}` }) };
}

const neverRun = (shown: string): Diagnostic => ({
  code: "not-recorded",
  severity: "warning",
  message: `there is no ${shown} here: the pipeline has not run yet`,
  hint: "`millrace run`",
});

function damageOf({ damaged, strayLines }: Lock, shown: string): readonly Diagnostic[] {
  const lines = [...damaged].map(
    ([stage, damage]): Diagnostic => ({
      code: damage === "seal" ? "lock-damaged" : "lock-conflict",
      severity: "warning",
      message: `${shown} has a line of ${stage} that ${damageWords[damage]}: its values are left out`,
      hint: "the next `millrace run` writes it anew",
    }),
  );
  const [first] = strayLines;
  if (first === undefined || damaged.size > 0) return lines;
  return [
    {
      code: "lock-conflict",
      severity: "warning",
      message: `${shown}:${first} is no line of a lock`,
      hint: "the next `millrace run` writes the lock anew",
    },
  ];
}

const damageWords: Readonly<Record<Damage, string>> = {
  seal: "was edited",
  conflict: "stands between conflict markers",
  duplicate: "stands there twice, with two values",
};
