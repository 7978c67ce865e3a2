import { dirname, join } from "node:path";
import { digestOf } from "../key/digest.ts";
import type { Disk } from "../platform/disk.ts";
import type { Digest } from "../platform/identity.ts";
import type { OnCorrupt } from "./store.ts";
import type { StoreUse } from "./store-use.ts";

/** Of all stores of this process: several may share a folder, as those of experiments do. */
let temporaries = 0;

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
    return this.#disk.stat(this.#path(digest))?.type === "file";
  }

  size(digest: Digest): number | undefined {
    const stat = this.#disk.stat(this.#path(digest));
    return stat?.type === "file" ? Number(stat.size) : undefined;
  }

  /** `false` where the bytes of the copy are others. */
  async enter({
    digest,
    path,
    processId,
  }: {
    readonly digest: Digest;
    readonly path: string;
    readonly processId: number;
  }): Promise<boolean> {
    if (this.has(digest)) return true;
    const temporary = join(this.#folder, `entering-${processId}-${temporaries++}`);
    this.#disk.makeDirectory("object", this.#folder);
    try {
      this.#disk.copy("object", path, temporary);
      if ((await this.#disk.hash(temporary)) !== digest) return false;
      this.#disk.setMode("object", temporary, 0o444);
      this.#disk.makeDirectory("object", dirname(this.#path(digest)));
      this.#use?.grew(Number(this.#disk.stat(temporary)?.size ?? 0));
      this.#disk.rename("object", temporary, this.#path(digest));
      return true;
    } finally {
      this.#disk.remove("object", temporary);
    }
  }

  fileOf(digest: Digest): string | undefined {
    return this.has(digest) ? this.#path(digest) : undefined;
  }

  async adopt(digest: Digest, path: string): Promise<boolean> {
    if ((await this.#disk.hash(path)) !== digest) return false;
    this.#disk.setMode("object", path, 0o444);
    this.#disk.makeDirectory("object", dirname(this.#path(digest)));
    this.#use?.grew(Number(this.#disk.stat(path)?.size ?? 0));
    this.#disk.rename("object", path, this.#path(digest));
    return true;
  }

  write(bytes: string | Uint8Array): Digest {
    const digest = digestOf(bytes);
    if (!this.has(digest)) {
      this.#disk.makeDirectory("object", dirname(this.#path(digest)));
      this.#disk.replace("object", this.#path(digest), bytes, { mode: 0o444 });
      this.#use?.grew(bytes.length);
    }
    return digest;
  }

  /** It is what somebody wanted: not so the members of a folder. */
  use(digest: Digest): void {
    this.#use?.used(this.#path(digest));
  }

  read(digest: Digest): Buffer | undefined {
    if (!this.has(digest)) return undefined;
    const bytes = this.#disk.read(this.#path(digest));
    if (digestOf(bytes) === digest) return bytes;
    this.#drop(digest);
    return undefined;
  }

  /** Copies to `path` and hashes the copy. */
  async leave({
    digest,
    path,
    executable,
  }: {
    readonly digest: Digest;
    readonly path: string;
    readonly executable: boolean;
  }): Promise<"done" | "absent" | "corrupt"> {
    if (!this.has(digest)) return "absent";
    this.#disk.copy("output", this.#path(digest), path);
    this.#disk.setMode("output", path, executable ? 0o755 : 0o644);
    if ((await this.#disk.hash(path)) === digest) return "done";
    this.#disk.remove("output", path);
    this.#drop(digest);
    return "corrupt";
  }

  #drop(digest: Digest): void {
    this.#disk.remove("object", this.#path(digest));
    this.#onCorrupt(digest);
  }

  #path(digest: Digest): string {
    return join(this.#folder, digest.slice(0, 2), digest.slice(2));
  }
}
