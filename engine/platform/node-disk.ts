import {
  appendFileSync,
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Disk, FileCopy, FileStat, SizedFile } from "./disk.ts";
import { errorCode } from "./error-code.ts";
import { sharesClock } from "./file-system.ts";
import { type FileOutcome, refusalError, type TaskWatch } from "./files/file-task.ts";
import { runTasks } from "./files/run-tasks.ts";
import { writerToken } from "./writer-token.ts";

/** The disk of this machine. Every method throws Node's own error, with its `code`, where the file system refuses. */
export const nodeDisk: Disk = {
  stat: (path) => statBy(lstatSync, path),
  statTarget: (path) => statBy(statSync, path),
  list: (path) => readdirSync(path, { withFileTypes: true }).map((entry) => ({ name: readable(path, entry.name), type: typeOf(entry) })),
  read: (path) => readFileSync(path),
  readAt,
  readLink: (path) => readlinkSync(path),
  realPath,
  hash,
  hashAll,
  sharesClock: (path) => sharesClock(path),
  makeDirectory: (_point, path) => void mkdirSync(path, { recursive: true }),
  replace: (_point, path, bytes, options = {}) => replace({ path, bytes, ...options }),
  tellTime: (_point, path) => tellTime(path),
  append: (_point, path, bytes) => appendFileSync(path, bytes),
  copy: (_point, from, to) => copyFileSync(from, to, constants.COPYFILE_FICLONE),
  copyAll: (_point, copies, watch) => copyAll(copies, watch),
  enterAll: (_point, files, to) => enterAll(files, to),
  rename: (_point, from, to) => renameSync(from, to),
  link: (_point, from, to) => link(from, to),
  symlink: (_point, target, path) => symlinkSync(target, path),
  setMode: (_point, path, mode) => chmodSync(path, mode),
  touch: (_point, path) => touch(path),
  remove: (_point, path) => remove(path),
};

type TypedEntry = { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean };

function typeOf(entry: TypedEntry): FileStat["type"] {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  return entry.isSymbolicLink() ? "link" : "other";
}

/** Node puts U+FFFD where a name is not UTF-8; then nothing has the name that it gives. */
function readable(folder: string, name: string): string {
  if (!name.includes("\uFFFD") || lstatSync(join(folder, name), { throwIfNoEntry: false }) !== undefined) return name;
  const message = `EILSEQ: a file name that is not UTF-8, scandir '${join(folder, name)}'`;
  throw Object.assign(new Error(message), { code: "EILSEQ", syscall: "scandir", path: folder });
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (leadsNowhere.has(errorCode(error))) return undefined;
    throw error;
  }
}

function statBy(call: typeof lstatSync | typeof statSync, path: string): FileStat | undefined {
  try {
    const found = call(path, { bigint: true, throwIfNoEntry: false });
    if (found === undefined) return undefined;
    return {
      type: typeOf(found),
      size: found.size,
      mode: Number(found.mode & 0o7777n),
      device: found.dev,
      inode: found.ino,
      modified: found.mtimeNs,
      changed: found.ctimeNs,
    };
  } catch (error) {
    if (leadsNowhere.has(errorCode(error))) return undefined;
    throw error;
  }
}

/** Nothing there, a file where a folder is meant, or a circle of links. */
const leadsNowhere: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "ELOOP"]);

function readAt(path: string, { offset, length }: { readonly offset: number; readonly length: number }): Buffer {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const count = readSync(file, bytes, filled, length - filled, offset + filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  } finally {
    closeSync(file);
  }
}

async function hashAll(files: readonly SizedFile[], watch: TaskWatch = {}): Promise<readonly string[]> {
  const tasks = files.map(({ path, size }) => ({ does: "hash", from: path, size }) as const);
  return (await runTasks(tasks, watch)).map(digestOf);
}

async function hash(path: string): Promise<string> {
  const [digest = ""] = await hashAll([{ path, size: statSync(path).size }]);
  return digest;
}

async function copyAll(copies: readonly FileCopy[], watch: TaskWatch = {}): Promise<readonly (string | undefined)[]> {
  const tasks = copies.map((copy) => ({ does: "copy", ...copy }) as const);
  const outcomes = await runTasks(tasks, watch);
  return outcomes.map((outcome, index) => (isMissing(outcome, copies[index]?.from) ? undefined : digestOf(outcome)));
}

const isMissing = (outcome: FileOutcome, path: string | undefined): boolean =>
  "refused" in outcome && outcome.refused.code === "ENOENT" && outcome.refused.path === path;

async function enterAll(
  files: readonly SizedFile[],
  { folder, ...watch }: TaskWatch & { readonly folder: string },
): Promise<readonly string[]> {
  const tasks = files.map(({ path, size }) => ({ does: "enter", from: path, size, folder }) as const);
  return (await runTasks(tasks, watch)).map(digestOf);
}

function digestOf(outcome: FileOutcome): string {
  if ("refused" in outcome) throw refusalError(outcome.refused);
  return outcome.digest;
}

/** Closed before it is asked: only then a network file system has told the server. */
function tellTime(path: string): FileStat {
  writeFileSync(path, ".");
  const stat = statBy(lstatSync, path);
  if (stat === undefined) throw Object.assign(new Error(`ENOENT: removed while it was written, stat '${path}'`), { code: "ENOENT" });
  return stat;
}

let temporaryFiles = 0;

/** Names that no other writer has, whatever machine it is on. The process number says whether it may still be at work. */
function temporaryBeside(path: string): string {
  temporaryFiles += 1;
  return join(dirname(path), `.millrace-${process.pid}-${writerToken}-${temporaryFiles}`);
}

interface Replacement {
  readonly path: string;
  readonly bytes: string | Uint8Array;
  readonly durable?: boolean;
  readonly mode?: number;
}

function replace({ path, bytes, durable = false, mode }: Replacement): void {
  const temporary = temporaryBeside(path);
  try {
    writeFileSync(temporary, bytes, { flush: durable });
    if (mode !== undefined) chmodSync(temporary, mode);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  // A rename survives a power cut only once its folder is on the disk.
  if (durable) synchroniseFolder(dirname(path));
}

function synchroniseFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    if (["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EXDEV"].includes(errorCode(error))) return copyExclusively(from, to);
    throw error;
  }
}

/** For file systems without hard links. As exclusive as a link, but a reader may see the file before its bytes. */
function copyExclusively(from: string, to: string): boolean {
  const bytes = readFileSync(from);
  let file: number;
  try {
    file = openSync(to, "wx");
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
  try {
    writeFileSync(file, bytes);
    return true;
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

function touch(path: string): void {
  const now = new Date();
  utimesSync(path, now, now);
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    if (!["EACCES", "EPERM", "ENOTEMPTY"].includes(errorCode(error))) throw error;
    makeFoldersWritable(path);
    rmSync(path, { recursive: true, force: true });
  }
}

/** Programs leave read-only folders behind (module caches do), and nothing can be removed from those. */
function makeFoldersWritable(path: string): void {
  if (!lstatSync(path).isDirectory()) return;
  chmodSync(path, 0o700);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) makeFoldersWritable(join(path, entry.name));
  }
}
