/** The two versions that a table compares, as a person names them. */
export interface ComparedVersions {
  /** Of the pipeline. */
  readonly name: string;
  readonly before: ComparedVersion;
  readonly after: ComparedVersion;
}

export interface ComparedVersion {
  /** `main`; `working tree` where there is no commit. */
  readonly name: string;
  readonly commit?: string;
}

/** `main (3f2a91c)`; an id that stands for itself is not said twice. */
export const versionWords = ({ name, commit }: ComparedVersion): string =>
  commit === undefined ? name : commit.startsWith(name) ? commit.slice(0, 7) : `${name} (${commit.slice(0, 7)})`;

/** In JSON: `{ "revision": "main", "commit": "…" }`; the working tree has neither. */
export const versionDocument = ({ name, commit }: ComparedVersion) => ({
  revision: commit === undefined ? null : name,
  commit: commit ?? null,
});
