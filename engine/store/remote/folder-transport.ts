import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import type { Disk } from "../../platform/disk.ts";
import { errorCode } from "../../platform/error-code.ts";
import type { ByteRange, ByteStream, LargeFile, Transport } from "./transport.ts";
import { RemoteFailure } from "./transport.ts";

export interface FolderRequest {
  readonly disk: Disk;
  /** Absolute; may be on a network file system. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** The first write makes the folder; without, one that is not there is a failure. */
  readonly writing?: boolean;
}

/** Bytes of a piece that is read or written at once. */
const piece = 4_194_304;
/** Nanoseconds: whatever has been on its way for a day without a byte more was left by a push that was killed. */
const oldestIncoming = 86_400_000_000_000n;

/**
 * A folder that machines share. A file comes to its name by a rename, from a name that nobody else makes: no lock is needed, also not
 * on NFS, and a reader sees a file whole or not at all.
 */
export class FolderTransport implements Transport {
  readonly shown: string;
  readonly #disk: Disk;
  readonly #signal: AbortSignal;
  readonly #writing: boolean;
  #swept = false;

  constructor({ disk, folder, signal, writing = false }: FolderRequest) {
    this.#disk = disk;
    this.shown = folder;
    this.#signal = signal;
    this.#writing = writing;
  }

  get isNew(): boolean {
    return this.#reading(() => this.#disk.statTarget(this.shown)) === undefined;
  }

  async read(name: string, range?: ByteRange): Promise<Buffer | undefined> {
    const size = await this.size(name);
    if (size === undefined) return undefined;
    return this.#reading(() => (range === undefined ? this.#disk.read(this.#path(name)) : this.#disk.readAt(this.#path(name), range)));
  }

  async stream(name: string, offset: number): Promise<ByteStream | undefined> {
    const size = await this.size(name);
    return size === undefined ? undefined : { size, chunks: this.#chunks(this.#path(name), { offset, size }) };
  }

  async size(name: string): Promise<number | undefined> {
    const stat = this.#reading(() => this.#disk.statTarget(this.#path(name)));
    if (stat?.type === "file") return Number(stat.size);
    this.#expectFolder();
    return undefined;
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    this.#arrive(name, (temporary) => this.#disk.replace("remote", temporary, bytes));
  }

  async writeFile(name: string, { path, size, onBytes }: LargeFile): Promise<void> {
    const temporary = this.#temporary();
    try {
      for (let offset = 0; offset < size; offset += piece) {
        const bytes = this.#disk.readAt(path, { offset, length: piece });
        this.#write(() => this.#disk.append("remote", temporary, bytes));
        onBytes(bytes.length);
        await breathe();
        this.#signal.throwIfAborted();
      }
      this.#arrived(temporary, name);
    } finally {
      this.#discard(temporary);
    }
  }

  async list(prefix: string): Promise<ReadonlySet<string>> {
    const names = new Set<string>();
    this.#reading(() => this.#listInto(names, prefix.replace(/\/$/, "")));
    return names;
  }

  #listInto(names: Set<string>, folder: string): void {
    if (this.#disk.statTarget(this.#path(folder))?.type !== "directory") return;
    for (const member of this.#disk.list(this.#path(folder))) {
      const name = `${folder}/${member.name}`;
      if (member.type === "directory") this.#listInto(names, name);
      else names.add(name);
    }
  }

  async *#chunks(path: string, { offset, size }: { readonly offset: number; readonly size: number }): AsyncIterable<Uint8Array> {
    for (let at = offset; at < size; at += piece) {
      this.#signal.throwIfAborted();
      yield this.#reading(() => this.#disk.readAt(path, { offset: at, length: piece }));
      await breathe();
    }
  }

  #arrive(name: string, write: (temporary: string) => void): void {
    const temporary = this.#temporary();
    try {
      this.#write(() => write(temporary));
      this.#arrived(temporary, name);
    } finally {
      this.#discard(temporary);
    }
  }

  get #incoming(): string {
    return join(this.shown, "v1", "incoming");
  }

  #temporary(): string {
    this.#write(() => this.#disk.makeDirectory("remote", this.#incoming));
    return join(this.#incoming, randomUUID());
  }

  #arrived(temporary: string, name: string): void {
    if (!this.#swept) this.#sweep(temporary);
    this.#swept = true;
    this.#write(() => {
      this.#disk.makeDirectory("remote", dirname(this.#path(name)));
      this.#disk.rename("remote", temporary, this.#path(name));
    });
  }

  /** A disk that refuses all that is asked of it must not hide why it did first. */
  #discard(temporary: string): void {
    try {
      this.#disk.remove("remote", temporary);
    } catch (error) {
      if (errorCode(error) === "") throw error;
    }
  }

  /** By the clock of the folder itself, which may be a server's. What others left and we may not remove stays. */
  #sweep(newest: string): void {
    const now = this.#disk.stat(newest)?.modified ?? 0n;
    for (const { name } of this.#reading(() => this.#disk.list(this.#incoming))) {
      const path = join(this.#incoming, name);
      const modified = this.#disk.stat(path)?.modified;
      if (modified !== undefined && modified + oldestIncoming < now) this.#discard(path);
    }
  }

  /** A share that is not mounted looks like a remote in which nothing is. */
  #expectFolder(): void {
    if (this.#writing || this.#reading(() => this.#disk.statTarget(this.shown))?.type === "directory") return;
    throw new RemoteFailure("unreachable", `there is no folder ${this.shown}`, "mount it; the first push makes it where it is new");
  }

  #reading<Value>(work: () => Value): Value {
    try {
      return work();
    } catch (error) {
      if (errorCode(error) === "") throw error;
      throw failureOf(error, "read");
    }
  }

  #write(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (errorCode(error) === "") throw error;
      throw failureOf(error, "written");
    }
  }

  #path(name: string): string {
    return join(this.shown, name);
  }
}

function failureOf(error: unknown, done: string): RemoteFailure {
  const message = error instanceof Error ? error.message : String(error);
  const refused = ["EACCES", "EPERM", "EROFS"].includes(errorCode(error));
  return new RemoteFailure(refused ? "refused" : "unreachable", `the folder cannot be ${done}: ${message}`);
}

/** Reading and writing are synchronous: others get their turn, and Ctrl-C is heard. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
