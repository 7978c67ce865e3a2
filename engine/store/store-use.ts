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

export interface ApproximateSize {
  /** What was counted by the last `gc`, and what came since. */
  readonly bytes: number;
  /** Milliseconds since the epoch; absent where `gc` has not counted yet. */
  readonly countedAt?: number;
}

/** `undefined` where nothing is known, or what was written down cannot be read. */
export function approximateSize(disk: Disk, folder: string): ApproximateSize | undefined {
  if (disk.stat(sizeFile(folder))?.type !== "file") return undefined;
  const lines = disk.read(sizeFile(folder)).toString("utf8").split("\n").slice(0, -1);
  if (!lines.every((line) => /^\d+( \d+)?$/.test(line))) return undefined;
  const bytes = lines.reduce((sum, line) => sum + Number(line.split(" ")[0]), 0);
  const countedAt = lines[0]?.split(" ")[1];
  return { bytes, ...(countedAt !== undefined && { countedAt: Number(countedAt) }) };
}

export interface CountedSize {
  readonly folder: string;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export const recordSize = (disk: Disk, { folder, bytes, now }: CountedSize): void =>
  disk.replace("store-record", sizeFile(folder), `${bytes} ${Math.floor(now)}\n`);
