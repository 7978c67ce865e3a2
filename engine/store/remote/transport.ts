/**
 * How names and bytes get to a remote and back; one for each kind of remote. Names are relative, with `/`. What is written once is
 * never changed, but for results of keys. Every method throws a `RemoteFailure` where the remote does not do its work, and the disk's own
 * error where this machine's disk refuses.
 */
export interface Transport {
  /** The remote's URL for people: without user and password. */
  readonly shown: string;
  /** All bytes, or up to `length` of them from `offset`; `undefined` where nothing has that name. */
  read(name: string, range?: ByteRange): Promise<Buffer | undefined>;
  /** From `offset` to the end. `size` is of the whole. */
  stream(name: string, offset: number): Promise<ByteStream | undefined>;
  /** `undefined` where nothing has that name. */
  size(name: string): Promise<number | undefined>;
  /** Whole or not at all. `replace`: also where something has that name already. */
  write(name: string, bytes: Uint8Array, options?: { readonly replace?: boolean }): Promise<void>;
  /** Whole or not at all, in pieces; takes up what an earlier call has left where the remote can. */
  writeFile(name: string, file: LargeFile): Promise<void>;
  /** Names that begin with `prefix`, which ends in `/`; absent where the remote cannot tell. */
  list?(prefix: string): Promise<ReadonlySet<string>>;
  /** Whether the place itself is yet to be made, which the first write does; absent where a remote cannot tell. */
  readonly isNew?: boolean;
}

export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

export interface ByteStream {
  readonly size: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface LargeFile {
  /** Absolute. */
  readonly path: string;
  readonly size: number;
  /** Told of each piece that has arrived, or was there from an earlier call. */
  readonly onBytes: (count: number) => void;
}

/**
 * `unreachable`: no answer, or none that helps, after several tries. `refused`: it answers, and does not let us: credentials, rights,
 * no such bucket. `broken`: what came is cut or makes no sense.
 */
export type FailureKind = "unreachable" | "refused" | "broken";

/** The message is for people and never holds a credential. */
export class RemoteFailure extends Error {
  readonly kind: FailureKind;
  readonly hint: string | undefined;

  constructor(kind: FailureKind, message: string, hint?: string) {
    super(message);
    this.kind = kind;
    this.hint = hint;
  }
}
