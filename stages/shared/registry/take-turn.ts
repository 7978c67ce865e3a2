import { readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createFact } from "./write-fact.ts";

/** Milliseconds between two looks, and looks before a holder that may be on another machine is given up. */
const pause = 10;
const patience = 1000;

/**
 * Runs `work` while nobody else does so in that folder. The lock file holds the number of its process: one that is dead holds nothing,
 * so that a crash needs no repair.
 */
export function takeTurn<Value>(folder: string, work: () => Value): Value {
  const lock = join(folder, ".registering");
  for (let looks = 0; !createFact(lock, `${process.pid}\n`); looks++) {
    const holder = holderOf(lock);
    if (holder !== undefined && (looks >= patience || !isAlive(holder))) breakLock(lock, holder);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** `undefined` where it was given back in the meantime. */
function holderOf(lock: string): number | undefined {
  try {
    return Number(readFileSync(lock, "utf8"));
  } catch {
    return undefined;
  }
}

function isAlive(holder: number): boolean {
  if (!Number.isInteger(holder) || holder <= 0) return false;
  try {
    process.kill(holder, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and is another user's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Moved away first, so that of two who break it one finds nothing; what turns out to be a new holder's is put back. */
function breakLock(lock: string, holder: number): void {
  const broken = `${lock}.${process.pid}`;
  try {
    renameSync(lock, broken);
  } catch {
    return;
  }
  const moved = holderOf(broken);
  if (moved !== undefined && moved !== holder) createFact(lock, `${moved}\n`);
  rmSync(broken, { force: true });
}
