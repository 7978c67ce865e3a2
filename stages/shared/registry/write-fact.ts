import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** A reader sees the old text or the new one, also after a power cut: temporary name, fsync, rename, fsync of the folder. */
export function replaceFact(path: string, text: string): void {
  withTemporary(path, text, (temporary) => renameSync(temporary, path));
}

/** As `replaceFact`, but `false` where something stands at `path` already: of several writers exactly one gets `true`. */
export function createFact(path: string, text: string): boolean {
  return withTemporary(path, text, (temporary) => {
    try {
      // A link is made whole or not at all, and never over another file; a rename would replace it.
      linkSync(temporary, path);
      return true;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
      throw error;
    } finally {
      rmSync(temporary, { force: true });
    }
  });
}

function withTemporary<Value>(path: string, text: string, place: (temporary: string) => Value): Value {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  // The leading dot keeps a file that a dead process left out of every listing.
  const temporary = join(folder, `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    writeDurably(temporary, text);
    const value = place(temporary);
    syncFolder(folder);
    return value;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, "wx", 0o644);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
