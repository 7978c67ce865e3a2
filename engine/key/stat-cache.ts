import { dirname, join } from "node:path";
import type { Clock } from "../platform/clock.ts";
import type { Disk, FileStat, SizedFile } from "../platform/disk.ts";
import { Pace } from "../platform/files/pace.ts";
import { asDigest, type Digest } from "../platform/identity.ts";
import { digestOf } from "./digest.ts";
import { FileClock, isSettled } from "./file-clock.ts";
import { identityOf, StatTable } from "./stat-table.ts";

/** A regular file below a folder that is read. */
export interface FoundFile {
  /** Relative to that folder, with `/`. */
  readonly name: string;
  readonly identity: string;
  readonly device: bigint;
  readonly size: number;
  /** Filled in by `digests`. */
  digest?: Digest;
}

export interface FoundFolder {
  /** Absolute. */
  readonly root: string;
  /** All that was found in it: what is remembered of others is forgotten. */
  readonly files: readonly FoundFile[];
  /** Gives the SHA-256 of each, in order. */
  readonly hash: (files: readonly SizedFile[]) => Promise<readonly string[]>;
}

interface Lesson {
  readonly table: StatTable;
  readonly name: string;
  readonly path: string;
  readonly identity: string;
  readonly digest: Digest;
  /** What the file system's clock said before the bytes were read. */
  readonly now: bigint;
}

/** Files of a folder that has no table of its own. */
const mostShared = 1000;
/** Lines of the shared table that a process has no use for, and that may be of files that are gone. */
const mostUnmet = 8192;

/**
 * Remembers what a file hashed to, by device, inode, size, mode and both times in nanoseconds. The change time cannot be set back by
 * a program, so an edit of the same size under the old modification time is seen. A file that changed within the grain of its file
 * system's clock before it was hashed is not remembered: a second edit in the same tick would look the same.
 *
 * Files that are read one by one share a table with those of small folders; a large folder has one of its own, read when the folder is.
 */
export class StatCache {
  readonly #disk: Disk;
  readonly #file: string;
  readonly #clock: FileClock;
  readonly #folders = new Map<string, StatTable>();
  /** Paths of the shared table that this process has asked for. */
  readonly #met = new Set<string>();
  #shared: StatTable | undefined;

  constructor({ disk, clock, file }: { readonly disk: Disk; readonly clock: Clock; readonly file: string }) {
    this.#disk = disk;
    this.#file = file;
    this.#clock = new FileClock({ disk, clock, folder: dirname(file) });
  }

  /** SHA-256 of the regular file at `path`, whose stat is `stat`; where that is not known, `hash` gives it. */
  async digest(path: string, stat: FileStat, hash: FoundFolder["hash"] = (files) => this.#disk.hashAll(files)): Promise<Digest> {
    const identity = identityOf(stat);
    const table = this.#sharedTable();
    this.#met.add(path);
    const known = table.digest(path, identity);
    if (known !== undefined) return known;
    const now = this.#clock.isRecent(stat) ? 0n : this.#clock.now(path, stat.device);
    const [text = ""] = await hash([{ path, size: Number(stat.size) }]);
    const digest = asDigest(text);
    this.#learn({ table, name: path, path, identity, digest, now });
    return digest;
  }

  /** Fills in the digests of a folder's files. */
  async digests({ root, files, hash }: FoundFolder): Promise<void> {
    const own = this.#ownTable(root, files.length);
    const table = own ?? this.#sharedTable();
    const nameOf = own === undefined ? (name: string) => `${root}/${name}` : (name: string) => name;
    const unknown: FoundFile[] = [];
    const clocks = new Map<bigint, bigint>();
    for (const file of files) {
      const name = nameOf(file.name);
      if (own === undefined) this.#met.add(name);
      const digest = table.digest(name, file.identity);
      if (digest !== undefined) file.digest = digest;
      else {
        unknown.push(file);
        if (!clocks.has(file.device)) clocks.set(file.device, this.#clock.now(`${root}/${file.name}`, file.device));
      }
    }
    const digests = await hash(unknown.map(({ name, size }) => ({ path: `${root}/${name}`, size })));
    const pace = new Pace();
    for (const [index, file] of unknown.entries()) {
      if (pace.due) await pace.rest();
      const digest = asDigest(digests[index] ?? "");
      const { identity } = file;
      file.digest = digest;
      const now = clocks.get(file.device) ?? 0n;
      this.#learn({ table, name: nameOf(file.name), path: `${root}/${file.name}`, identity, digest, now });
    }
    if (own !== undefined && own.size > files.length) own.keepOnly(new Set(files.map(({ name }) => name)));
  }

  /** Writes what was learnt. A cache that cannot be written costs time, never a result. */
  save(): void {
    const folders = [...this.#folders].filter(([, table]) => table.dirty);
    if (folders.length === 0 && this.#shared?.dirty !== true) return;
    try {
      const now = this.#clock.ofState();
      if (folders.length > 0) this.#disk.makeDirectory("stat-cache", this.#tables());
      for (const [root, table] of folders) this.#saveFolder(root, table, now);
      if (this.#shared?.dirty !== true) return;
      this.#dropLines(this.#shared);
      this.#shared.save(now);
    } catch {
      // The next run hashes again.
    }
  }

  #learn({ table, name, path, identity, digest, now }: Lesson): void {
    const after = this.#disk.statTarget(path);
    const settled = after !== undefined && identityOf(after) === identity && isSettled(after, now);
    if (settled) table.set(name, { identity, digest });
    else table.forget(name);
  }

  #sharedTable(): StatTable {
    this.#shared ??= this.#open(this.#file);
    return this.#shared;
  }

  /** `undefined` for a small folder. */
  #ownTable(root: string, files: number): StatTable | undefined {
    const known = this.#folders.get(root);
    if (known !== undefined) return known;
    const file = join(this.#tables(), `${digestOf(root).slice(0, 32)}.tsv`);
    if (files <= mostShared && this.#disk.stat(file) === undefined) return undefined;
    const table = this.#open(file);
    this.#folders.set(root, table);
    return table;
  }

  #saveFolder(root: string, table: StatTable, now: bigint): void {
    const name = join(this.#tables(), digestOf(root).slice(0, 32));
    if (this.#disk.stat(`${name}.folder`) === undefined) {
      this.#dropTables();
      this.#disk.replace("stat-cache", `${name}.folder`, root);
    }
    table.save(now);
  }

  /** Of folders that are gone. */
  #dropTables(): void {
    for (const { name } of this.#disk.list(this.#tables())) {
      const stem = join(this.#tables(), name.slice(0, name.lastIndexOf(".")));
      if (!name.endsWith(".folder")) continue;
      if (this.#disk.statTarget(this.#disk.read(`${stem}.folder`).toString("utf8"))?.type === "directory") continue;
      this.#disk.remove("stat-cache", `${stem}.tsv`);
      this.#disk.remove("stat-cache", `${stem}.folder`);
    }
  }

  /** Lines of files that are gone, once they could be many. */
  #dropLines(shared: StatTable): void {
    if (shared.size < this.#met.size + mostUnmet) return;
    for (const path of [...shared.names()]) if (!this.#met.has(path) && this.#disk.statTarget(path)?.type !== "file") shared.forget(path);
  }

  #tables(): string {
    return `${this.#file}.folders`;
  }

  #open(file: string): StatTable {
    return new StatTable({ disk: this.#disk, file, now: () => this.#clock.ofState() });
  }
}
