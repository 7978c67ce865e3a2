import type { Clock } from "../platform/clock.ts";
import type { Disk, FileStat } from "../platform/disk.ts";
import { asDigest, type Digest } from "../platform/identity.ts";

/**
 * Remembers what a file hashed to, by device, inode, size, mode and both times in nanoseconds. The change time cannot be set
 * back by a program, so an edit of the same size under the old modification time is seen. A file that changed within `grain`
 * of its hashing is never remembered: a second edit in the same tick of the file system's clock would look the same.
 */
export class StatCache {
  readonly #disk: Disk;
  readonly #clock: Clock;
  readonly #file: string;
  readonly #lines: Map<string, string>;
  #dirty = false;

  constructor({ disk, clock, file }: { readonly disk: Disk; readonly clock: Clock; readonly file: string }) {
    this.#disk = disk;
    this.#clock = clock;
    this.#file = file;
    this.#lines = readLines(disk, file);
  }

  /** SHA-256 of the regular file at `path`, whose stat is `stat`. */
  async digest(path: string, stat: FileStat): Promise<Digest> {
    const identity = identityOf(stat);
    const known = this.#lines.get(path);
    if (known?.startsWith(identity)) return asDigest(known.slice(identity.length));
    const startedAt = BigInt(Math.floor(this.#clock.now())) * 1_000_000n;
    const digest = asDigest(await this.#disk.hash(path));
    const settled = stat.changed + grain < startedAt && stat.modified + grain < startedAt;
    const after = this.#disk.statTarget(path);
    if (settled && after !== undefined && identityOf(after) === identity) this.#set(path, identity + digest);
    else this.#forget(path);
    return digest;
  }

  /** Writes what was learnt. A cache that cannot be written costs time, never a result. */
  save(): void {
    if (!this.#dirty) return;
    const text = [...this.#lines].map(([path, line]) => `${line}\t${path}\n`).join("");
    try {
      this.#disk.replace("stat-cache", this.#file, text);
      this.#dirty = false;
    } catch {
      // The next run hashes again.
    }
  }

  #set(path: string, line: string): void {
    if (path.includes("\n")) return;
    this.#lines.set(path, line);
    this.#dirty = true;
  }

  #forget(path: string): void {
    if (this.#lines.delete(path)) this.#dirty = true;
  }
}

/** Two seconds: the coarsest clock of a file system in use (FAT). */
const grain = 2_000_000_000n;

const identityOf = (stat: FileStat): string => `${stat.device} ${stat.inode} ${stat.size} ${stat.mode} ${stat.modified} ${stat.changed} `;

function readLines(disk: Disk, file: string): Map<string, string> {
  const lines = new Map<string, string>();
  if (disk.stat(file) === undefined) return lines;
  for (const line of disk.read(file).toString("utf8").split("\n")) {
    const tab = line.indexOf("\t");
    if (/^(\d+ ){6}[0-9a-f]{64}$/.test(line.slice(0, tab))) lines.set(line.slice(tab + 1), line.slice(0, tab));
  }
  return lines;
}
