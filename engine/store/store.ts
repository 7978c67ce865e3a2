import type { Entry } from "../key/entry.ts";
import type { Digest } from "../platform/identity.ts";
import type { Result } from "../platform/result.ts";

/** Content-addressed bytes and what is known of past successes. One folder, which several projects may share. */
export interface Store {
  has(entry: Entry): boolean;
  /** Hashes `path` on its way in and refuses it where the content is not `entry`. Known objects are not copied again. */
  put(entry: Entry, path: string): Promise<Result<void, "changed">>;
  putBytes(bytes: string | Uint8Array): Digest;
  /** Verified; `undefined` where absent or corrupt (a corrupt object is dropped and reported to `onCorrupt`). */
  readBytes(digest: Digest): Buffer | undefined;
  /** Writes the object or tree to `path`, where nothing must be, by temporary name and rename; every byte is hashed on its way. */
  materialize(entry: Entry, path: string): Promise<Result<void, "absent" | "corrupt">>;
  recall(key: Digest): ActionResult | undefined;
  remember(key: Digest, result: ActionResult): void;
}

/** The newest success of a key. */
export interface ActionResult {
  readonly outputs: Readonly<Record<string, Entry>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly backend?: string;
}
