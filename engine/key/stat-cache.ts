import { dirname, join } from "node:path";
import type { TransferTotals } from "../events/transfer.ts";
import type { Clock } from "../platform/clock.ts";
import type { Disk, FileStat, SizedFile } from "../platform/disk.ts";
import { Pace } from "../platform/files/pace.ts";
import { asDigest, type Digest } from "../platform/identity.ts";
import { digestOf } from "./digest.ts";
import { FileClock, isSettled } from "./file-clock.ts";
import { identityOf } from "./file-identity.ts";
import type { FoundFiles } from "./found-files.ts";
import { StatTable } from "./stat-table.ts";

/** Gives the SHA-256 of each, in order. `all` is what this is part of. */
export type HashFiles = (files: readonly SizedFile[], all: TransferTotals) => Promise<readonly string[]>;

export interface FoundFolder {
  /** Absolute. */
  readonly root: string;
  /** All that was found in it: what is remembered of others is forgotten. */
  readonly files: FoundFiles;
  readonly hash: HashFiles;
}

export interface KnownDigest {
  readonly digest: Digest;
  /** Whether the file was not read for it. */
  readonly known: boolean;
}

/** Files that are handed to the disk at a time: what is known of each takes memory until all of them are done. */
const batch = 8192;

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
  async digest(path: string, stat: FileStat, hash: HashFiles = (files) => this.#disk.hashAll(files)): Promise<KnownDigest> {
    const identity = identityOf(stat);
    const table = this.#sharedTable();
    this.#met.add(path);
    const known = table.digest(path, identity);
    if (known !== undefined) return { digest: hexOf(known), known: true };
    const now = this.#clock.isRecent(stat) ? 0n : this.#clock.now(path, stat.device);
    const size = Number(stat.size);
    const [text = ""] = await hash([{ path, size }], { allFiles: 1, allBytes: size });
    const digest = asDigest(text);
    if (this.#isSettled(path, { identity, now })) table.set(path, { identity, digest: bytesOf(digest) });
    else table.forget(path);
    return { digest, known: false };
  }

  /** Fills in the digests of a folder's files. */
  async digests({ root, files, hash }: FoundFolder): Promise<void> {
    const own = this.#ownTable(root, files.length);
    const table = own ?? this.#sharedTable();
    const nameOf = own === undefined ? (index: number) => `${root}/${files.name(index)}` : (index: number) => files.name(index);
    const unknown: number[] = [];
    let bytes = 0;
    const pace = new Pace();
    for (let index = 0; index < files.length; index += 1) {
      if (pace.due) await pace.rest();
      const name = nameOf(index);
      if (own === undefined) this.#met.add(name);
      const digest = table.digest(name, files.identity(index));
      if (digest !== undefined) files.setDigest(index, digest, "known");
      else {
        unknown.push(index);
        bytes += files.size(index);
      }
    }
    const all = { allFiles: unknown.length, allBytes: bytes };
    for (let start = 0; start < unknown.length; start += batch) {
      await this.#read({ root, files, hash }, { indices: unknown.slice(start, start + batch), all });
    }
    if (own === undefined) for (const index of unknown) remember(table, { files, index, name: nameOf(index) });
    else if (unknown.length > 0 || own.size > files.length) await renew(own, files);
  }

  /** Hashes some of a folder's files; which of them may be remembered is seen at once. */
  async #read({ root, files, hash }: FoundFolder, { indices, all }: Portion): Promise<void> {
    const clocks = new Map<bigint, bigint>();
    for (const index of indices) {
      const device = files.device(index);
      if (!clocks.has(device)) clocks.set(device, this.#clock.now(`${root}/${files.name(index)}`, device));
    }
    const sized = indices.map((index) => ({ path: `${root}/${files.name(index)}`, size: files.size(index) }));
    const digests = await hash(sized, all);
    const pace = new Pace();
    for (const [position, index] of indices.entries()) {
      if (pace.due) await pace.rest();
      const now = clocks.get(files.device(index)) ?? 0n;
      const isSettled = this.#isSettled(sized[position]?.path ?? "", { identity: files.identity(index), now });
      files.setDigest(index, bytesOf(digests[position] ?? ""), isSettled ? "settled" : "read");
    }
  }

  /**
   * Says of files that were just written below `folder`, with the digests of what was written, which may be remembered. Only while
   * nobody else writes there: a second writer within the grain of the clock would not be seen.
   */
  settle(folder: string, files: FoundFiles): void {
    const clocks = new Map<bigint, bigint>();
    for (let index = 0; index < files.length; index += 1) {
      const device = files.device(index);
      const now = clocks.get(device) ?? this.#clock.now(folder, device);
      clocks.set(device, now);
      if (isSettled(files.times(index), now)) files.setDigest(index, files.digestBytes(index), "settled");
    }
  }

  /** Remembers those of a folder's files of which `settle` says so. */
  learn(root: string, files: FoundFiles): void {
    if (files.length === 0) return;
    const own = this.#ownTable(root, files.length);
    own?.renew(files.length);
    for (let index = 0; index < files.length; index += 1) {
      const name = own === undefined ? `${root}/${files.name(index)}` : files.name(index);
      remember(own ?? this.#sharedTable(), { files, index, name });
    }
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

  /** `now` is what the file system's clock said before the bytes were read. */
  #isSettled(path: string, { identity, now }: { readonly identity: Buffer; readonly now: bigint }): boolean {
    const after = this.#disk.statTarget(path);
    return after !== undefined && identityOf(after).equals(identity) && isSettled(after, now);
  }

  #sharedTable(): StatTable {
    this.#shared ??= this.#open(this.#file);
    return this.#shared;
  }

  /** `undefined` for a small folder. */
  #ownTable(root: string, files: number): StatTable | undefined {
    const known = this.#folders.get(root);
    if (known !== undefined) return known;
    const file = join(this.#tables(), `${digestOf(root).slice(0, 32)}.bin`);
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
      this.#disk.remove("stat-cache", `${stem}.bin`);
      this.#disk.remove("stat-cache", `${stem}.folder`);
    }
  }

  /** Lines of files that are gone, once they could be many. */
  #dropLines(shared: StatTable): void {
    if (shared.size < this.#met.size + mostUnmet) return;
    for (const path of shared.names()) if (!this.#met.has(path) && this.#disk.statTarget(path)?.type !== "file") shared.forget(path);
  }

  #tables(): string {
    return `${this.#file}.folders`;
  }

  #open(file: string): StatTable {
    return new StatTable({ disk: this.#disk, file, now: () => this.#clock.ofState() });
  }
}

interface Portion {
  readonly indices: readonly number[];
  readonly all: TransferTotals;
}

const hexOf = (digest: Uint8Array): Digest => asDigest(Buffer.from(digest).toString("hex"));
const bytesOf = (digest: string): Buffer => Buffer.from(digest, "hex");

interface FoundFile {
  readonly files: FoundFiles;
  readonly index: number;
  readonly name: string;
}

function remember(table: StatTable, { files, index, name }: FoundFile): void {
  if (files.origin(index) === "read") table.forget(name);
  else table.set(name, { identity: files.identity(index), digest: files.digestBytes(index) });
}

/** With the files that are there now, and no others. */
async function renew(table: StatTable, files: FoundFiles): Promise<void> {
  const pace = new Pace();
  table.renew(files.length);
  for (let index = 0; index < files.length; index += 1) {
    if (pace.due) await pace.rest();
    remember(table, { files, index, name: files.name(index) });
  }
}
