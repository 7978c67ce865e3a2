import type { FileStat } from "../platform/disk.ts";
import { asDigest, type Digest } from "../platform/identity.ts";
import { changedWord, identityBytes, modeWord, modifiedWord, sizeWord, writeIdentity } from "./file-identity.ts";

/** Bytes of a digest. */
export const digestBytes = 32;

const recordBytes = identityBytes + digestBytes;
const recordWords = recordBytes / 8;
const perChunk = 2048;

interface Chunk {
  /** A record a file: its identity, then its digest. */
  readonly words: BigUint64Array;
  readonly bytes: Buffer;
  readonly origins: Uint8Array;
}

const origins = { none: 0, known: 1, read: 2, settled: 3 } as const;

/**
 * Where a file's digest is from: `known` without reading it; `read`, and its times may not tell of an edit; `settled`, read, and
 * they do; `none` while it has none.
 */
export type Origin = keyof typeof origins;

/** Regular files of a folder, in the order in which they were found, some 100 bytes each: a folder may have millions. */
export class FoundFiles {
  readonly #chunks: Chunk[] = [];
  readonly #names: string[] = [];
  readonly #folders: string[] = [];
  #bytes = 0;

  get length(): number {
    return this.#names.length;
  }

  /** Of all files. */
  get totalBytes(): number {
    return this.#bytes;
  }

  /** `folder` is relative to the one that is read, `""` for itself. Gives the file's index. */
  add({ folder, name, stat }: { readonly folder: string; readonly name: string; readonly stat: FileStat }): number {
    const index = this.#names.length;
    if (index % perChunk === 0) this.#chunks.push(newChunk());
    this.#names.push(name);
    this.#folders.push(folder);
    this.#bytes += Number(stat.size);
    const { words } = this.#chunk(index);
    writeIdentity(stat, { words, at: (index % perChunk) * recordWords });
    return index;
  }

  /** Relative to the folder that is read, with `/`. */
  name(index: number): string {
    const folder = this.#folders[index];
    return folder === "" ? (this.#names[index] ?? "") : `${folder}/${this.#names[index]}`;
  }

  size(index: number): number {
    return Number(this.#word(index, sizeWord));
  }

  device(index: number): bigint {
    return this.#word(index, 0);
  }

  /** Nanoseconds since the epoch. */
  times(index: number): Pick<FileStat, "modified" | "changed"> {
    return { modified: BigInt.asIntN(64, this.#word(index, modifiedWord)), changed: BigInt.asIntN(64, this.#word(index, changedWord)) };
  }

  isExecutable(index: number): boolean {
    return (this.#word(index, modeWord) & 0o111n) !== 0n;
  }

  identity(index: number): Buffer {
    return this.#slice(index, { from: 0, to: identityBytes });
  }

  digest(index: number): Digest {
    if (this.origin(index) === "none") throw new Error(`${this.name(index)} was not hashed`);
    return asDigest(this.digestBytes(index).toString("hex"));
  }

  digestBytes(index: number): Buffer {
    return this.#slice(index, { from: identityBytes, to: recordBytes });
  }

  origin(index: number): Origin {
    const value = this.#chunk(index).origins[index % perChunk];
    if (value === origins.known) return "known";
    if (value === origins.settled) return "settled";
    return value === origins.read ? "read" : "none";
  }

  setDigest(index: number, digest: Uint8Array, origin: Origin): void {
    this.digestBytes(index).set(digest);
    this.#chunk(index).origins[index % perChunk] = origins[origin];
  }

  #slice(index: number, { from, to }: { readonly from: number; readonly to: number }): Buffer {
    const start = (index % perChunk) * recordBytes;
    return this.#chunk(index).bytes.subarray(start + from, start + to);
  }

  #word(index: number, word: number): bigint {
    return this.#chunk(index).words[(index % perChunk) * recordWords + word] ?? 0n;
  }

  #chunk(index: number): Chunk {
    const chunk = this.#chunks[Math.floor(index / perChunk)];
    if (chunk === undefined) throw new RangeError(`there is no file ${index}`);
    return chunk;
  }
}

function newChunk(): Chunk {
  const words = new BigUint64Array(perChunk * recordWords);
  return { words, bytes: Buffer.from(words.buffer), origins: new Uint8Array(perChunk) };
}
