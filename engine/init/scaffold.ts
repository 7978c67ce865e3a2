/** What is to be written into a folder. */
export interface Scaffold {
  readonly files: readonly ScaffoldFile[];
  /** What a person must know of it, a sentence each: which column is predicted, what to add to a file that is kept. */
  readonly notes: readonly string[];
}

export interface ScaffoldFile {
  /** Relative to the folder, `/` between segments. */
  readonly path: string;
  /** Its bytes, or the absolute path of a file to copy. */
  readonly content: { readonly text: string } | { readonly copyOf: string };
}
