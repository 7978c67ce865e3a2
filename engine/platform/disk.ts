import type { TaskWatch } from "./files/file-task.ts";

/**
 * The disk, as the engine sees it. Everything that the engine writes goes through here and names its write point, so that a
 * test can fail or kill at each of them. Paths are absolute. Reading is synchronous: one batched `lstat` loop is several
 * times faster than the promise API.
 */
export interface Disk {
  /** `lstat`: never follows the last link. `undefined` where nothing is. */
  stat(path: string): FileStat | undefined;
  /** `stat`: follows links. `undefined` where nothing is, or the link dangles. */
  statTarget(path: string): FileStat | undefined;
  /** Throws `EILSEQ` for a name that is not UTF-8: such a member could be neither read nor restored. */
  list(path: string): readonly DirectoryEntry[];
  read(path: string): Buffer;
  /** Up to `length` bytes from `offset`: fewer where the file ends. */
  readAt(path: string, range: { readonly offset: number; readonly length: number }): Buffer;
  readLink(path: string): string;
  /** Without any link; `undefined` where it leads to nothing. */
  realPath(path: string): string | undefined;
  /** SHA-256 of a file's bytes: memory does not grow with the file, and the main thread is not held up. */
  hash(path: string): Promise<string>;
  /** The same of many: in several threads where there are many or large ones. Rejects with what the disk refuses of the first. */
  hashAll(files: readonly SizedFile[], watch?: TaskWatch): Promise<readonly string[]>;

  /** Whether the times of files come from this machine's clock, not from that of a server. `false` where that is not known. */
  sharesClock(path: string): boolean;

  makeDirectory(point: WritePoint, path: string): void;
  /** Temporary name beside `path`, fsync where `durable`, rename: the reader sees the old bytes or the new ones. */
  replace(
    point: WritePoint,
    path: string,
    bytes: string | Uint8Array,
    options?: { readonly durable?: boolean; readonly mode?: number },
  ): void;
  /** Writes a byte into a small file that nobody reads: its stat then tells what the file system's clock says. */
  tellTime(point: WritePoint, path: string): FileStat;
  append(point: WritePoint, path: string, bytes: string | Uint8Array): void;
  /** Copy-on-write where the file system has it, else a copy. */
  copy(point: WritePoint, from: string, to: string): void;
  /** Copies and hashes in one pass, to names that are free; `undefined` where nothing is to be copied. */
  copyAll(point: WritePoint, copies: readonly FileCopy[], watch?: TaskWatch): Promise<readonly (string | undefined)[]>;
  /** Hashes files and, in the same pass, puts their bytes into `folder` under their digests, `ab/cdef…`, where they are not yet. */
  enterAll(point: WritePoint, files: readonly SizedFile[], to: TaskWatch & { readonly folder: string }): Promise<readonly string[]>;
  rename(point: WritePoint, from: string, to: string): void;
  /** A hard link; `false` where `to` exists already: the atomic "create with this content, or tell me". */
  link(point: WritePoint, from: string, to: string): boolean;
  symlink(point: WritePoint, target: string, path: string): void;
  setMode(point: WritePoint, path: string, mode: number): void;
  /** Sets the modification time of a file to now: it has just been used. */
  touch(point: WritePoint, path: string): void;
  /** File, link or whole folder; nothing there is no error. */
  remove(point: WritePoint, path: string): void;
}

export interface SizedFile {
  readonly path: string;
  readonly size: number;
}

export interface FileCopy {
  readonly from: string;
  readonly to: string;
  readonly mode: number;
  readonly size?: number;
  /** Absent: `reflink`. */
  readonly by?: LinkKind;
}

/**
 * How a file gets a second name. `reflink`: shares its bytes until one of them is written, where the file system can, else a copy.
 * `hardlink`: the same file, with the mode that it has; a copy where that cannot be, or where the copy is to be executable.
 */
export type LinkKind = "reflink" | "copy" | "hardlink";

export interface FileStat {
  readonly type: "file" | "directory" | "link" | "other";
  readonly size: bigint;
  readonly mode: number;
  readonly device: bigint;
  readonly inode: bigint;
  /** Nanoseconds since the epoch. */
  readonly modified: bigint;
  /** Nanoseconds since the epoch: the inode's change time, which no program can set back. */
  readonly changed: bigint;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly type: FileStat["type"];
}

/** Every reason for which the engine writes. The fault tests visit each. */
export const writePoints = [
  "action",
  "displace",
  "experiment",
  "ignore-file",
  "lease",
  "ledger",
  "lock",
  "object",
  "output",
  "pin",
  "project-file",
  "project-lock",
  "remote",
  "report",
  "run-log",
  "scratch",
  "source-cache",
  "stat-cache",
  "store-record",
] as const;
export type WritePoint = (typeof writePoints)[number];
