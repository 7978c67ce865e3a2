import type { Disk } from "../platform/disk.ts";
import type { Digest } from "../platform/identity.ts";
import { fileDigest, folderDigest } from "./own-kind-files.ts";

/**
 * All that the bundle of a kind was made from: as long as it stands, so does the bundle. Paths are absolute. What is not there is
 * listed too, where its appearance would change what an import leads to.
 */
export interface Closure {
  readonly files: Readonly<Record<string, Digest>>;
  readonly folders: Readonly<Record<string, Digest>>;
  readonly absent: readonly string[];
}

/** Collects a closure while a bundle is made. */
export class ClosureRecorder {
  readonly #disk: Disk;
  readonly #files: Record<string, Digest> = {};
  readonly #folders: Record<string, Digest> = {};
  readonly #absent = new Set<string>();

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /** The bytes were read already: what counts is what was bundled. */
  content(path: string, digest: Digest): void {
    this.#files[path] = digest;
  }

  /** Whatever stands there now: a file's content, a folder's existence, or nothing. */
  presence(path: string): void {
    if (this.#files[path] !== undefined || this.#absent.has(path)) return;
    const digest = fileDigest(this.#disk, path);
    if (digest !== undefined) this.#files[path] = digest;
    else if (this.#disk.statTarget(path) === undefined) this.#absent.add(path);
  }

  /** Everything in a folder. */
  folder(path: string): Digest {
    const digest = this.#folders[path] ?? folderDigest(this.#disk, path);
    this.#folders[path] = digest;
    return digest;
  }

  closure(): Closure {
    return { files: this.#files, folders: this.#folders, absent: [...this.#absent] };
  }
}

/** Whether everything is as it was. */
export function stillHolds({ files, folders, absent }: Closure, disk: Disk): boolean {
  return (
    absent.every((path) => disk.statTarget(path) === undefined) &&
    Object.entries(files).every(([path, digest]) => fileDigest(disk, path) === digest) &&
    Object.entries(folders).every(([path, digest]) => disk.statTarget(path) !== undefined && folderDigest(disk, path) === digest)
  );
}
