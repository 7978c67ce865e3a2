import type { Entry } from "../key/entry.ts";
import type { ProjectPath } from "../platform/identity.ts";

/** Data that is versioned beside the code: `PATH.pin` is committed, the bytes are in the store and its remotes. */
export interface Pin {
  /** What is pinned: the pin file's path without `.pin`. */
  readonly path: ProjectPath;
  readonly entry: Entry;
  /** Bytes of all files. */
  readonly size: number;
  readonly files: number;
  readonly origin?: PinOrigin;
}

/** Where it came from: a URL that `update` fetches again, or an artifact of another project. */
export interface PinOrigin {
  readonly url: string;
  /** Of HTTP: `ETag`, to ask whether it changed. */
  readonly etag?: string;
  /** Of another project: the path in it and the commit. */
  readonly path?: string;
  readonly revision?: string;
}
