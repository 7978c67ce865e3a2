import { join } from "node:path";
import type { Disk } from "../platform/disk.ts";

/** Nanoseconds. What was used within a day before is not written down once more. */
const day = 86_400_000_000_000n;

/**
 * What one session uses of a store, and by how much the store grows, written down in one go at its end: a modification time is when
 * something was used last. What cannot be written down costs a better choice of what to evict, never a result.
 */
export class StoreUse {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #used = new Set<string>();
  #bytes = 0;

  constructor({ disk, folder }: { readonly disk: Disk; readonly folder: string }) {
    this.#disk = disk;
    this.#folder = folder;
  }

  /** Absolute path of an object or a result. */
  readonly used = (path: string): void => {
    this.#used.add(path);
  };

  readonly grew = (bytes: number): void => {
    this.#bytes += bytes;
  };

  /** `now` in milliseconds since the epoch. */
  save(now: number): void {
    try {
      const recent = BigInt(Math.floor(now)) * 1_000_000n - day;
      for (const path of this.#used) {
        const stat = this.#disk.stat(path);
        if (stat !== undefined && stat.modified < recent) this.#disk.touch("object", path);
      }
      this.#used.clear();
      if (this.#bytes > 0) this.#disk.append("store-record", sizeFile(this.#folder), `${this.#bytes}\n`);
      this.#bytes = 0;
    } catch {
      // A full or read-only disk.
    }
  }
}

const sizeFile = (folder: string): string => join(folder, "size");

/** Bytes, the sum of what was counted at the last `gc` and what came since; `undefined` where nobody has counted or that cannot be read. */
export function approximateSize(disk: Disk, folder: string): number | undefined {
  if (disk.stat(sizeFile(folder))?.type !== "file") return undefined;
  const lines = disk.read(sizeFile(folder)).toString("utf8").split("\n").slice(0, -1);
  return lines.every((line) => /^\d+$/.test(line)) ? lines.reduce((sum, line) => sum + Number(line), 0) : undefined;
}

/** What was counted; when the file changed is when. */
export const recordSize = (disk: Disk, { folder, bytes }: { readonly folder: string; readonly bytes: number }): void =>
  disk.replace("store-record", sizeFile(folder), `${bytes}\n`);
