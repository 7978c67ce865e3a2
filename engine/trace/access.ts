/** What a program did to a path, in the order in which it did. Paths are absolute, and not resolved through links. */
export type Access = {
  readonly path: string;
  /** Of a file that was opened: the same without links, where that is another. */
  readonly target?: string;
  readonly kind:
    | "read"
    /** Written from nothing: created, emptied, or given its name by a rename. */
    | "write"
    /** Opened for writing with its old content. */
    | "change"
    | "list"
    | "make-folder"
    | "remove"
    /** Asked whether it is there, or what it is. */
    | "look"
    /** Asked for, and not there. */
    | "absent";
};

/** A network connection, tried or made: `10.0.0.7:5432`, `[::1]:80`. */
export interface Connection {
  readonly kind: "connect";
  readonly address: string;
}

/** An address of this machine that a program took for itself: a connection to it stays within the stage. */
export interface OwnAddress {
  readonly kind: "own-address";
  readonly port: number;
}
