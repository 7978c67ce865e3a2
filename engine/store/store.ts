import type { Following } from "../events/transfer.ts";
import type { Exclude } from "../key/content.ts";
import type { Entry } from "../key/entry.ts";
import type { Digest } from "../platform/identity.ts";
import type { Result } from "../platform/result.ts";

/** Content-addressed bytes, and what is known of past successes. One folder, which several projects may share. */
export interface Store {
  /** Whether all bytes of it are here. */
  has(entry: Entry): boolean;
  /** Whether the object of that name is here; of a folder, not what is in it. */
  holds(digest: Digest): boolean;
  /** Of the object of that name, in bytes; `undefined` where it is not here. */
  size(digest: Digest): number | undefined;
  /** Whether the object of that name is here and whole: it is read to its end, and dropped where it is corrupt. */
  verify(digest: Digest): Promise<boolean>;
  /** Absolute path of the object's file, to be read and not changed; `undefined` where it is not here. */
  fileOf(digest: Digest): string | undefined;
  /** Takes over a file of the same file system, which then is no longer at `path`; `false` where its bytes are others. */
  adopt(digest: Digest, path: string): Promise<boolean>;
  /** Copies what stands at `path` and hashes the copy; "changed" where that is not `entry`. What is here already is not copied again. */
  put(entry: Entry, path: string, intake?: Intake): Promise<Result<void, "changed">>;
  /** Reads what stands at `path` and takes it in, in one pass; `undefined` where nothing does. */
  take(path: string, intake?: Intake): Promise<Taken | undefined>;
  putBytes(bytes: string | Uint8Array): Digest;
  /** Verified: `undefined` where absent or corrupt. */
  readBytes(digest: Digest): Buffer | undefined;
  /** Writes it to `path`, where nothing may be, by temporary name and rename; every byte is hashed on its way. */
  materialize(entry: Entry, path: string, following?: Following): Promise<Result<void, "absent" | "corrupt">>;
  recall(key: Digest): ActionResult | undefined;
  /** Last of all that a success writes: from here on it counts. */
  remember(key: Digest, result: ActionResult): void;
}

/** How content is taken in. */
export interface Intake extends Following {
  /** Of a folder's members, those that do not belong to it; without it, all do. */
  readonly exclude?: Exclude;
  /** Called for each folder, the innermost first, with the text of its tree. */
  readonly onTree?: (digest: Digest, text: string) => void;
}

export interface Taken {
  readonly entry: Entry;
  /** Bytes of all files. */
  readonly size: number;
  readonly files: number;
}

/** The newest success of a key. */
export interface ActionResult {
  readonly outputs: Readonly<Record<string, Entry>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly backend?: string;
}

/** Told of every object that did not hash to its name; it has been dropped. */
export type OnCorrupt = (digest: Digest) => void;
