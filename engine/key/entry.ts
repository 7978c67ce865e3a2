import { asDigest, type Digest } from "../platform/identity.ts";

/** A file or folder as content. */
export interface Entry {
  readonly digest: Digest;
  readonly shape: "file" | "executable" | "directory";
}

const suffixOf = { file: "", executable: "+x", directory: "/" } as const;

/** `<digest>`, `<digest>+x` or `<digest>/`: an entry in the lock, the ledger and trees. */
export const entryText = (entry: Entry): string => entry.digest + suffixOf[entry.shape];

/** `undefined` where the text is not one of an entry. */
export function parseEntry(text: string): Entry | undefined {
  const match = /^([0-9a-f]{64})(\+x|\/)?$/.exec(text);
  if (match?.[1] === undefined) return undefined;
  const shape = match[2] === "+x" ? "executable" : match[2] === "/" ? "directory" : "file";
  return { digest: asDigest(match[1]), shape };
}

export const sameEntry = (one: Entry, other: Entry): boolean => one.digest === other.digest && one.shape === other.shape;
