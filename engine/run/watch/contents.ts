import { join } from "node:path";
import { readContent } from "../../key/content.ts";
import { entryText } from "../../key/entry.ts";
import { StatCache } from "../../key/stat-cache.ts";
import { errorCode } from "../../platform/error-code.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Watched } from "./watched.ts";

/** What stands at each watched path, hashed: an event that changed none of it was no edit. */
export class Contents {
  readonly #platform: Platform;
  #watched: Watched;
  #statCache: StatCache;
  #known = new Map<string, string>();

  constructor(platform: Platform, watched: Watched) {
    this.#platform = platform;
    this.#watched = watched;
    this.#statCache = this.#openStatCache();
  }

  /** Hashes all of it. What it learns is kept for the run, which need not hash again. */
  async look(watched: Watched): Promise<void> {
    this.#watched = watched;
    // What a run has hashed since is in the file.
    this.#statCache = this.#openStatCache();
    this.#known = new Map();
    for (const path of watched.paths) this.#known.set(path, await this.#contentOf(path));
    this.#statCache.save();
  }

  /** Those of the watched paths that hold something else than when last looked at, which from now on count as seen. */
  async changed(paths: Iterable<string>): Promise<readonly string[]> {
    const changed: string[] = [];
    for (const path of paths) {
      const content = await this.#contentOf(path);
      if (this.#known.get(path) !== content) changed.push(path);
      this.#known.set(path, content);
    }
    return changed;
  }

  /** Files and folders that are there. */
  count(): { readonly files: number; readonly folders: number } {
    const shapes = [...this.#known.values()].filter((content) => content !== nothing);
    const folders = shapes.filter((content) => content.endsWith("/")).length;
    return { files: shapes.length - folders, folders };
  }

  async #contentOf(path: string): Promise<string> {
    const reader = { disk: this.#platform.disk, statCache: this.#statCache };
    try {
      const entry = await readContent(reader, { path, exclude: this.#watched.excludeIn(path) });
      return entry === undefined ? nothing : entryText(entry);
    } catch (error) {
      const code = errorCode(error);
      if (code === "") throw error;
      // It vanished while it was read, and there will be another event; or it may not be read, as the run will say.
      return `unreadable: ${code}`;
    }
  }

  #openStatCache(): StatCache {
    const { disk, clock } = this.#platform;
    return new StatCache({ disk, clock, file: join(this.#watched.projectRoot, ".millrace", "state", "stats.bin") });
  }
}

const nothing = "";
