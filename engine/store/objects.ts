import { dirname, join } from "node:path";
import type { KnownFile } from "../key/content.ts";
import { digestOf } from "../key/digest.ts";
import type { Disk, LinkKind, SizedFile } from "../platform/disk.ts";
import { errorCode } from "../platform/error-code.ts";
import type { TaskWatch } from "../platform/files/file-task.ts";
import { Pace } from "../platform/files/pace.ts";
import type { Digest } from "../platform/identity.ts";
import type { OnCorrupt } from "./store.ts";
import type { StoreUse } from "./store-use.ts";

/** An object, and where it goes. */
export interface Leaving {
  readonly digest: Digest;
  /** Nothing is there. */
  readonly path: string;
  readonly executable: boolean;
}

const fewFiles = 500;
/** Of the 256 folders that objects are in. */
const manyInFolder = 256;

export type Left = "done" | "absent" | "corrupt";

/** Bytes by their SHA-256, `objects/ab/cdef…`, read-only. They enter and leave verified. */
export class Objects {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #onCorrupt: OnCorrupt;
  readonly #use: StoreUse | undefined;

  constructor({
    disk,
    folder,
    onCorrupt,
    use,
  }: {
    readonly disk: Disk;
    readonly folder: string;
    readonly onCorrupt: OnCorrupt;
    readonly use?: StoreUse | undefined;
  }) {
    this.#disk = disk;
    this.#folder = folder;
    this.#onCorrupt = onCorrupt;
    this.#use = use;
  }

  has(digest: Digest): boolean {
    return this.#disk.stat(this.path(digest))?.type === "file";
  }

  /** Of many, a listing of a folder of objects tells sooner than a look at each. */
  hasAll(digests: readonly Digest[]): boolean {
    const byFolder = new Map<string, Digest[]>();
    for (const digest of digests) {
      const folder = digest.slice(0, 2);
      const there = byFolder.get(folder);
      if (there === undefined) byFolder.set(folder, [digest]);
      else there.push(digest);
    }
    return [...byFolder].every(([folder, wanted]) => {
      if (wanted.length < manyInFolder) return wanted.every((digest) => this.has(digest));
      const path = join(this.#folder, folder);
      if (this.#disk.stat(path)?.type !== "directory") return false;
      const there = new Set(this.#disk.list(path).flatMap(({ name, type }) => (type === "file" ? [name] : [])));
      return wanted.every((digest) => there.has(digest.slice(2)));
    });
  }

  size(digest: Digest): number | undefined {
    const stat = this.#disk.stat(this.path(digest));
    return stat?.type === "file" ? Number(stat.size) : undefined;
  }

  /** Takes in the bytes of files, each read once; gives their SHA-256. */
  async enter(files: readonly SizedFile[], watch: TaskWatch = {}): Promise<readonly string[]> {
    if (files.length === 0) return [];
    this.#disk.makeDirectory("object", this.#folder);
    this.#use?.grew(files.reduce((sum, { size }) => sum + size, 0));
    return this.#disk.enterAll("object", files, { ...watch, folder: this.#folder });
  }

  /** Takes in those that are not here yet; `false` where one of them holds other bytes by now. */
  async enterKnown(files: readonly KnownFile[], watch: TaskWatch): Promise<boolean> {
    const pace = new Pace();
    const missing: KnownFile[] = [];
    for (const file of files) {
      if (pace.due) await pace.rest();
      if (!this.has(file.digest)) missing.push(file);
    }
    const digests = await this.enter(missing, watch);
    return missing.every(({ digest }, index) => digests[index] === digest);
  }

  async verify(digest: Digest): Promise<boolean> {
    if (!this.has(digest)) return false;
    if ((await this.#disk.hash(this.path(digest))) === digest) return true;
    this.drop(digest);
    return false;
  }

  fileOf(digest: Digest): string | undefined {
    return this.has(digest) ? this.path(digest) : undefined;
  }

  async adopt(digest: Digest, path: string): Promise<boolean> {
    if ((await this.#disk.hash(path)) !== digest) return false;
    this.#disk.setMode("object", path, 0o444);
    this.#disk.makeDirectory("object", dirname(this.path(digest)));
    this.#use?.grew(Number(this.#disk.stat(path)?.size ?? 0));
    this.#disk.rename("object", path, this.path(digest));
    return true;
  }

  write(bytes: string | Uint8Array): Digest {
    const digest = digestOf(bytes);
    if (!this.has(digest)) {
      this.#place(this.path(digest), bytes);
      this.#use?.grew(bytes.length);
    }
    return digest;
  }

  /** Of 256 folders most are there: they are made where one is not. */
  #place(path: string, bytes: string | Uint8Array): void {
    const write = (): void => this.#disk.replace("object", path, bytes, { mode: 0o444 });
    try {
      write();
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error;
      this.#disk.makeDirectory("object", dirname(path));
      write();
    }
  }

  /** It is what somebody wanted: not so the members of a folder. */
  use(digest: Digest): void {
    this.#use?.used(this.path(digest));
  }

  read(digest: Digest): Buffer | undefined {
    if (!this.has(digest)) return undefined;
    const bytes = this.#disk.read(this.path(digest));
    if (digestOf(bytes) === digest) return bytes;
    this.drop(digest);
    return undefined;
  }

  /** Copies or links, and hashes what comes of it. What is corrupt is dropped, and its copy removed. */
  async leave(objects: readonly Leaving[], { by, ...watch }: TaskWatch & { readonly by: LinkKind }): Promise<Left> {
    // Of few files the sizes say whether they are work for a thread.
    const sizeOf = objects.length > fewFiles ? () => 0 : (digest: Digest) => this.size(digest) ?? 0;
    const copies = objects.map(({ digest, path, executable }) => ({
      from: this.path(digest),
      to: path,
      mode: executable ? 0o755 : 0o644,
      size: sizeOf(digest),
      by,
    }));
    const digests = await this.#disk.copyAll("output", copies, watch);
    let left: Left = "done";
    for (const [index, { digest, path }] of objects.entries()) {
      if (digests[index] === undefined && left === "done") left = "absent";
      if (digests[index] === undefined || digests[index] === digest) continue;
      this.#disk.remove("output", path);
      this.drop(digest);
      left = "corrupt";
    }
    return left;
  }

  drop(digest: Digest): void {
    this.#disk.remove("object", this.path(digest));
    this.#onCorrupt(digest);
  }

  path(digest: Digest): string {
    return join(this.#folder, digest.slice(0, 2), digest.slice(2));
  }
}
