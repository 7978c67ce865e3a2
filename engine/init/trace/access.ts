/** What a program did to a path, in the order in which it did. Paths are absolute, and not resolved through links. */
export type Access =
  | { readonly kind: "read"; readonly path: string }
  /** Written from nothing: created, emptied, or given its name by a rename. */
  | { readonly kind: "write"; readonly path: string }
  /** Opened for writing with its old content. */
  | { readonly kind: "change"; readonly path: string }
  | { readonly kind: "list"; readonly path: string }
  | { readonly kind: "make-folder"; readonly path: string }
  | { readonly kind: "remove"; readonly path: string };
