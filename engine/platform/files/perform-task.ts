import { createHash, hash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { threadId } from "node:worker_threads";
import type { FileCopy } from "../disk.ts";
import { errorCode } from "../error-code.ts";
import { writerToken } from "../writer-token.ts";
import type { FileOutcome, FileTask } from "./file-task.ts";

/** One for each thread: making one for each file costs more than reading a small file. A larger one is no faster. */
export const newBuffer = (): Buffer => Buffer.allocUnsafeSlow(1024 * 1024);

/**
 * Yields the bytes of each piece once it was read, hashed and written, so that the caller may look up; the buffer may serve another
 * task meanwhile. What the disk refuses is an outcome. A task that is given up leaves nothing behind.
 */
export function* performTask(task: FileTask, buffer: Buffer): Generator<number, FileOutcome, void> {
  try {
    if (task.does === "hash") return { digest: yield* hashFile(task.from, buffer) };
    if (task.does === "copy") return { digest: yield* copyFile(task, buffer) };
    return { digest: yield* enterFile(task, buffer) };
  } catch (error) {
    if (!(error instanceof Error) || !("syscall" in error)) throw error;
    const path = "path" in error && typeof error.path === "string" ? { path: error.path } : {};
    return { refused: { message: error.message, code: errorCode(error), syscall: String(error.syscall), ...path } };
  }
}

type Pieces<Value> = Generator<number, Value, void>;

function* hashFile(path: string, buffer: Buffer): Pieces<string> {
  const file = openSync(path, "r");
  try {
    return yield* pour({ file, buffer });
  } finally {
    closeSync(file);
  }
}

type Copy = Pick<FileCopy, "from" | "to" | "mode" | "by">;

/** A copy-on-write copy, or a second name, is hashed itself; any other copy as it is written. */
function* copyFile({ from, to, mode, by = "reflink" }: Copy, buffer: Buffer): Pieces<string> {
  if (by === "hardlink" && (mode & 0o111) === 0 && nameAlso(from, to)) return yield* hashFile(to, buffer);
  const file = openSync(from, "r");
  let done = false;
  try {
    const shared = by !== "copy" && fstatSync(file).size >= leastToShare && share(from, to);
    const digest = shared ? yield* hashFile(to, buffer) : yield* writeCopy({ file, to, mode }, buffer);
    if (shared) chmodSync(to, mode);
    done = true;
    return digest;
  } finally {
    closeSync(file);
    if (!done) rmSync(to, { force: true });
  }
}

function* writeCopy(
  { file, to, mode }: { readonly file: number; readonly to: string; readonly mode: number },
  buffer: Buffer,
): Pieces<string> {
  const copy = openSync(to, "wx", mode);
  try {
    const digest = yield* pour({ file, buffer, copy });
    // Whatever the process masks.
    fchmodSync(copy, mode);
    return digest;
  } finally {
    closeSync(copy);
  }
}

const readOnly = 0o444;
let entering = 0;

/** Small ones are hashed first: most are there already. */
function* enterFile({ from, folder }: { readonly from: string; readonly folder: string }, buffer: Buffer): Pieces<string> {
  const temporary = join(folder, `entering-${process.pid}-${writerToken}-${threadId}-${entering++}`);
  const file = openSync(from, "r");
  try {
    const count = fill(file, buffer);
    if (count < buffer.length) {
      const bytes = buffer.subarray(0, count);
      const digest = hash("sha256", bytes, "hex");
      if (!isThere(place(folder, digest))) {
        writeSmall(temporary, bytes);
        settle(temporary, place(folder, digest));
      }
      yield count;
      return digest;
    }
  } finally {
    closeSync(file);
  }
  const digest = yield* copyFile({ from, to: temporary, mode: readOnly }, buffer);
  if (isThere(place(folder, digest))) rmSync(temporary);
  else settle(temporary, place(folder, digest));
  return digest;
}

const place = (folder: string, digest: string): string => join(folder, digest.slice(0, 2), digest.slice(2));
const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;

function writeSmall(path: string, bytes: Buffer): void {
  const file = openSync(path, "wx", readOnly);
  let done = false;
  try {
    writeAll(file, bytes);
    fchmodSync(file, readOnly);
    done = true;
  } finally {
    closeSync(file);
    if (!done) rmSync(path, { force: true });
  }
}

function settle(temporary: string, path: string): void {
  try {
    renameInto(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** The folder is nearly always there. */
function renameInto(temporary: string, path: string): void {
  try {
    renameSync(temporary, path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    mkdirSync(dirname(path), { recursive: true });
    renameSync(temporary, path);
  }
}

interface Pour {
  readonly file: number;
  readonly buffer: Buffer;
  readonly copy?: number;
}

/** From where the file stands to its end; the SHA-256 of that. */
function* pour({ file, buffer, copy }: Pour): Pieces<string> {
  let count = fill(file, buffer);
  if (count < buffer.length) {
    const bytes = buffer.subarray(0, count);
    if (copy !== undefined) writeAll(copy, bytes);
    const digest = hash("sha256", bytes, "hex");
    yield count;
    return digest;
  }
  const running = createHash("sha256");
  for (; count > 0; count = fill(file, buffer)) {
    const bytes = buffer.subarray(0, count);
    running.update(bytes);
    if (copy !== undefined) writeAll(copy, bytes);
    yield count;
  }
  return running.digest("hex");
}

/** Reads until the buffer is full or the file ends. */
function fill(file: number, buffer: Buffer): number {
  let filled = 0;
  while (filled < buffer.length) {
    const count = readSync(file, buffer, filled, buffer.length - filled, null);
    if (count === 0) break;
    filled += count;
  }
  return filled;
}

function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

/** A hard link; `false` where the file system has none, has no more for this file, or has the two names not in common. */
function nameAlso(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (["EXDEV", "EMLINK", "EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(errorCode(error))) return false;
    throw error;
  }
}

/** Bytes: below it, writing a copy is as quick as sharing one. */
const leastToShare = 1024 * 1024;
let canShare = true;

/** Copy-on-write, where the file system has it. Asked no more after the first refusal of a file system that has not. */
function share(from: string, to: string): boolean {
  if (!canShare) return false;
  try {
    copyFileSync(from, to, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") throw error;
    canShare = !["ENOTSUP", "EOPNOTSUPP", "ENOSYS", "ENOTTY", "EINVAL"].includes(errorCode(error));
    return false;
  }
}
