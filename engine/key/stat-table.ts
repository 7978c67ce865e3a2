import type { Disk, FileStat } from "../platform/disk.ts";
import { asDigest, type Digest } from "../platform/identity.ts";

/** What a file is known by: none of it can be kept by an edit, but for one within the grain of the file system's clock. */
export const identityOf = (stat: FileStat): string =>
  `${stat.device} ${stat.inode} ${stat.size} ${stat.mode} ${stat.modified} ${stat.changed} `;

/**
 * What files hashed to, by name. A file of lines, `identity digest <tab> name`, below one that says when it was written, by the clock
 * of its file system. A damaged line is no line; a file of the future is none at all: files may have changed since under the same times.
 */
export class StatTable {
  readonly #disk: Disk;
  readonly #file: string;
  #lines: Map<string, string>;
  /** Of the file that `#lines` were read from or written to. */
  #version: string;
  #dirty = false;

  constructor({ disk, file, now }: { readonly disk: Disk; readonly file: string; readonly now: () => bigint }) {
    this.#disk = disk;
    this.#file = file;
    this.#version = versionOf(disk, file);
    this.#lines = this.#version === "" ? new Map() : readLines(disk.read(file), now());
  }

  get size(): number {
    return this.#lines.size;
  }

  get dirty(): boolean {
    return this.#dirty;
  }

  names(): IterableIterator<string> {
    return this.#lines.keys();
  }

  digest(name: string, identity: string): Digest | undefined {
    const line = this.#lines.get(name);
    return line?.startsWith(identity) === true ? asDigest(line.slice(identity.length)) : undefined;
  }

  set(name: string, line: { readonly identity: string; readonly digest: Digest }): void {
    if (name.includes("\n")) return;
    this.#lines.set(name, line.identity + line.digest);
    this.#dirty = true;
  }

  forget(name: string): void {
    if (this.#lines.delete(name)) this.#dirty = true;
  }

  /** Forgets all others. */
  keepOnly(names: ReadonlySet<string>): void {
    for (const name of [...this.#lines.keys()]) if (!names.has(name)) this.forget(name);
  }

  /** With what another process has written meanwhile. */
  save(now: bigint): void {
    if (!this.#dirty) return;
    const version = versionOf(this.#disk, this.#file);
    if (version !== this.#version && version !== "")
      this.#lines = new Map([...readLines(this.#disk.read(this.#file), now), ...this.#lines]);
    this.#disk.replace("stat-cache", this.#file, textOf(this.#lines, now));
    this.#version = versionOf(this.#disk, this.#file);
    this.#dirty = false;
  }
}

function versionOf(disk: Disk, file: string): string {
  const stat = disk.stat(file);
  return stat?.type === "file" ? identityOf(stat) : "";
}

const opening = "millrace-stats 2 ";

function textOf(lines: ReadonlyMap<string, string>, now: bigint): string {
  let text = `${opening}${now}\n`;
  for (const [name, line] of lines) text += `${line}\t${name}\n`;
  return text;
}

function readLines(bytes: Buffer, now: bigint): Map<string, string> {
  const lines = new Map<string, string>();
  const text = bytes.toString("utf8");
  let start = text.indexOf("\n") + 1;
  const written = new RegExp(`^${opening}(\\d+)\n$`).exec(text.slice(0, start))?.[1];
  if (written === undefined || BigInt(written) > now) return lines;
  for (let end = text.indexOf("\n", start); end !== -1; start = end + 1, end = text.indexOf("\n", start)) {
    const tab = text.indexOf("\t", start);
    if (tab === -1 || tab > end) continue;
    const line = text.slice(start, tab);
    if (linePattern.test(line)) lines.set(text.slice(tab + 1, end), line);
  }
  return lines;
}

const linePattern = /^(?:\d+ ){6}[0-9a-f]{64}$/;
