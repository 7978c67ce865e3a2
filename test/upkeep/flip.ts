import { chmodSync, readFileSync, writeFileSync } from "node:fs";

/** Flips one bit of a file: `random` from 0 to below 1 says which. */
export function flip(file: string, random: number): void {
  const bytes = readFileSync(file);
  const bit = Math.floor(random * bytes.length * 8);
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  chmodSync(file, 0o644);
  writeFileSync(file, bytes);
}
