import { dirname, join } from "node:path";
import type { DirectoryEntry, Disk, FileStat } from "../../platform/disk.ts";

/**
 * A commit as a disk, for whoever reads a few files by name. Reading a disk is synchronous and asking git is not, so this one knows
 * only files that were brought before; what else was asked for is in `wanted`, and looks as if it were not there. It has no folders
 * to list, and nothing can be written.
 */
export class RevisionDisk implements Disk {
  /** Absolute paths that were asked for and have not been brought. */
  readonly wanted = new Set<string>();
  readonly #files = new Map<string, Buffer | undefined>();
  readonly #top: string;

  /** `top` is the absolute path of the repository's root: it is told apart by its `.git`, as on a disk. */
  constructor(top: string) {
    this.#top = top;
  }

  /** `undefined`: the commit has no such file. */
  bring(path: string, bytes: Buffer | undefined): void {
    this.#files.set(path, bytes);
    this.wanted.delete(path);
  }

  stat(path: string): FileStat | undefined {
    if (path === join(this.#top, ".git")) return { ...nothing, type: "directory", size: 0n };
    const bytes = this.#bytesOf(path);
    return bytes === undefined ? undefined : { ...nothing, type: "file", size: BigInt(bytes.length) };
  }

  statTarget(path: string): FileStat | undefined {
    return this.stat(path);
  }

  list(): readonly DirectoryEntry[] {
    return [];
  }

  read(path: string): Buffer {
    const bytes = this.#bytesOf(path);
    if (bytes === undefined) throw Object.assign(new Error(`ENOENT: no such file in the commit, open '${path}'`), { code: "ENOENT" });
    return bytes;
  }

  readAt(path: string, { offset, length }: { readonly offset: number; readonly length: number }): Buffer {
    return this.read(path).subarray(offset, offset + length);
  }

  readLink(path: string): string {
    throw new Error(`${path} is no link: they are followed when a file is brought`);
  }

  realPath(path: string): string | undefined {
    return this.stat(path) === undefined ? undefined : path;
  }

  hash(path: string): Promise<never> {
    throw new Error(`nobody hashes files of a commit, such as ${path}`);
  }

  hashAll(): Promise<never> {
    return this.hash("several at once");
  }

  sharesClock(): boolean {
    return false;
  }

  makeDirectory(_point: string, path: string): void {
    refuse(path);
  }
  replace(_point: string, path: string): void {
    refuse(path);
  }
  append(_point: string, path: string): void {
    refuse(path);
  }
  copy(_point: string, _from: string, to: string): void {
    refuse(to);
  }
  copyAll(): Promise<never> {
    return refuse("several at once");
  }
  enterAll(): Promise<never> {
    return refuse("several at once");
  }
  tellTime(_point: string, path: string): FileStat {
    return refuse(path);
  }
  rename(_point: string, _from: string, to: string): void {
    refuse(to);
  }
  link(_point: string, _from: string, to: string): boolean {
    return refuse(to);
  }
  symlink(_point: string, _target: string, path: string): void {
    refuse(path);
  }
  setMode(_point: string, path: string): void {
    refuse(path);
  }
  touch(_point: string, path: string): void {
    refuse(path);
  }
  remove(_point: string, path: string): void {
    refuse(path);
  }

  #bytesOf(path: string): Buffer | undefined {
    if (!this.#files.has(path) && path.startsWith(`${this.#top}/`) && !isState(path)) this.wanted.add(path);
    return this.#files.get(path);
  }
}

/** A commit holds no state of Millrace: git need not be asked. */
const isState = (path: string): boolean => path.includes("/.millrace/");

const nothing = { mode: 0o644, device: 0n, inode: 0n, modified: 0n, changed: 0n } as const;

function refuse(path: string): never {
  throw Object.assign(new Error(`EROFS: a commit cannot be written, '${path}' in ${dirname(path)}`), { code: "EROFS" });
}
