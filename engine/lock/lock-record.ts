import type { Digest } from "../platform/identity.ts";

/** One line of `pipeline.lock.json`. No clock, no host: the same results make the same line. */
export interface LockRecord {
  readonly key: Digest;
  /** `port`, or `port[0]` of a gathered one, to `digest` (a file), `digest+x` (executable) or `digest/` (folder). */
  readonly in: Readonly<Record<string, string>>;
  readonly out: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, number>>;
  /** Of ports of type `list`: what a matrix over them expands to, where their bytes are not at hand. */
  readonly lists?: Readonly<Record<string, readonly unknown[]>>;
}
