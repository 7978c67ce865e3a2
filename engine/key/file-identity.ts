import type { FileStat } from "../platform/disk.ts";

/** The numbers of eight bytes each that an identity is made of. */
const identityWords = 6;
export const identityBytes = 8 * identityWords;

export interface Words {
  readonly words: BigUint64Array;
  /** Index of the first. */
  readonly at: number;
}

/** What a file is known by: none of it can be kept by an edit, but for one within the grain of the file system's clock. */
export function writeIdentity(stat: FileStat, { words, at }: Words): void {
  words[at] = stat.device;
  words[at + 1] = stat.inode;
  words[at + sizeWord] = stat.size;
  words[at + modeWord] = BigInt(stat.mode);
  words[at + modifiedWord] = stat.modified;
  words[at + changedWord] = stat.changed;
}

export const sizeWord = 2;
export const modeWord = 3;
export const modifiedWord = 4;
export const changedWord = 5;

export function identityOf(stat: FileStat): Buffer {
  const words = new BigUint64Array(identityWords);
  writeIdentity(stat, { words, at: 0 });
  return Buffer.from(words.buffer);
}
