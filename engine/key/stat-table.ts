import type { Disk } from "../platform/disk.ts";
import { identityBytes, identityOf } from "./file-identity.ts";
import { digestBytes } from "./found-files.ts";
import { PackedTable } from "./packed-table.ts";

/** What a file is known by, and what it hashed to. */
export interface StatLine {
  readonly identity: Uint8Array;
  readonly digest: Uint8Array;
}

/**
 * What files hashed to, by name, in a sealed file that says when it was written, by the clock of its file system. A damaged file is no
 * file; neither is one of the future: files may have changed since under the same times.
 */
export class StatTable {
  readonly #disk: Disk;
  readonly #file: string;
  #lines: PackedTable;
  /** Of the file that `#lines` were read from or written to. */
  #version: string;
  #dirty = false;

  constructor({ disk, file, now }: { readonly disk: Disk; readonly file: string; readonly now: () => bigint }) {
    this.#disk = disk;
    this.#file = file;
    this.#version = versionOf(disk, file);
    this.#lines =
      (this.#version === "" ? undefined : PackedTable.read(disk.read(file), { valueBytes, now: now() })) ?? new PackedTable(valueBytes);
  }

  get size(): number {
    return this.#lines.size;
  }

  get dirty(): boolean {
    return this.#dirty;
  }

  names(): readonly string[] {
    return this.#lines.names();
  }

  /** `undefined` where the file is not known, or not as it is. */
  digest(name: string, identity: Uint8Array): Uint8Array | undefined {
    const value = this.#lines.get(name);
    if (value === undefined || value.compare(identity, 0, identityBytes, 0, identityBytes) !== 0) return undefined;
    return value.subarray(identityBytes);
  }

  set(name: string, { identity, digest }: StatLine): void {
    const value = this.#lines.put(name);
    value.set(identity);
    value.set(digest, identityBytes);
    this.#dirty = true;
  }

  forget(name: string): void {
    if (this.#lines.delete(name)) this.#dirty = true;
  }

  /** Forgets all, in favour of so many lines, more or less, that are about to be set. */
  renew(lines: number): void {
    this.#lines = new PackedTable(valueBytes, lines);
    this.#dirty = true;
    // What another process writes meanwhile is of files that are gone, or is learnt again.
    this.#version = versionOf(this.#disk, this.#file);
  }

  /** With what another process has written meanwhile. */
  save(now: bigint): void {
    if (!this.#dirty) return;
    const version = versionOf(this.#disk, this.#file);
    if (version !== this.#version && version !== "") {
      const theirs = PackedTable.read(this.#disk.read(this.#file), { valueBytes, now });
      for (const name of theirs?.names() ?? []) {
        const value = theirs?.get(name);
        if (value !== undefined && this.#lines.get(name) === undefined) this.#lines.put(name).set(value);
      }
    }
    this.#disk.replace("stat-cache", this.#file, this.#lines.write(now));
    this.#version = versionOf(this.#disk, this.#file);
    this.#dirty = false;
  }
}

const valueBytes = identityBytes + digestBytes;

function versionOf(disk: Disk, file: string): string {
  const stat = disk.stat(file);
  return stat?.type === "file" ? identityOf(stat).toString("hex") : "";
}
