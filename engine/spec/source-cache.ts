import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Disk } from "../platform/disk.ts";
import { ignoreState } from "../platform/ignore-state.ts";
import type { SourceValue } from "./pipeline.ts";
import { recallTree, recordTree, type TreeRecord } from "./tree-record.ts";

/** Raised whenever the form of a record or the meaning of a tree changes. */
const formatNumber = 2;
/** A cache that is fuller than this is emptied: it is made again in milliseconds. */
const mostRecords = 64;

export interface SourceCacheOptions {
  readonly disk: Disk;
  readonly projectRoot: string;
  readonly version: string;
}

/**
 * Trees of YAML files without any fault, by the digest of their bytes, in `.millrace/state/source`. They spare a start the YAML
 * library and the validators. Nothing depends on it: a record that cannot be read or written is as if it were not there.
 */
export class SourceCache {
  readonly #options: SourceCacheOptions;

  constructor(options: SourceCacheOptions) {
    this.#options = options;
  }

  /** `role` keeps apart what was checked as a pipeline and what as parameters. */
  recall(bytes: Buffer, role: string, source: number): SourceValue | undefined {
    try {
      const path = this.#pathOf(bytes, role);
      if (this.#options.disk.stat(path) === undefined) return undefined;
      return recallTree(JSON.parse(this.#options.disk.read(path).toString("utf8")) as TreeRecord, source);
    } catch {
      return undefined;
    }
  }

  remember(bytes: Buffer, role: string, tree: SourceValue): void {
    const { disk, projectRoot } = this.#options;
    try {
      disk.makeDirectory("source-cache", this.#folder());
      ignoreState(disk, projectRoot);
      if (disk.list(this.#folder()).length >= mostRecords) {
        for (const { name } of disk.list(this.#folder())) disk.remove("source-cache", join(this.#folder(), name));
      }
      disk.replace("source-cache", this.#pathOf(bytes, role), JSON.stringify(recordTree(tree)));
    } catch {
      // A full or read-only disk: the next start parses again.
    }
  }

  #folder(): string {
    return join(this.#options.projectRoot, ".millrace", "state", "source");
  }

  #pathOf(bytes: Buffer, role: string): string {
    const { version } = this.#options;
    const digest = createHash("sha256")
      .update(JSON.stringify([formatNumber, version, role]))
      .update(bytes)
      .digest("hex");
    return join(this.#folder(), `${digest}.json`);
  }
}
