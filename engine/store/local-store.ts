import { basename, dirname, join } from "node:path";
import type { Following } from "../events/transfer.ts";
import { type ContentReader, readContent, type Tree } from "../key/content.ts";
import { type Entry, parseEntry } from "../key/entry.ts";
import { followTasks } from "../key/follow-tasks.ts";
import { FoundFiles } from "../key/found-files.ts";
import { parseTree } from "../key/parse-tree.ts";
import type { LinkKind } from "../platform/disk.ts";
import type { Digest } from "../platform/identity.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { Actions } from "./actions.ts";
import { Objects } from "./objects.ts";
import type { ActionResult, Intake, OnCorrupt, Store, Taken } from "./store.ts";
import type { StoreUse } from "./store-use.ts";
import { linkPrefix, writeContent } from "./write-content.ts";

export interface LocalStoreRequest {
  readonly reader: ContentReader;
  /** Absolute. */
  readonly folder: string;
  readonly processId: number;
  readonly onCorrupt: OnCorrupt;
  /** How bytes get out of it; absent: `reflink`. */
  readonly links?: LinkKind;
  /** Told once where `links` asks for hard links to another file system, and copies are made. */
  readonly onUnlinked?: () => void;
  /** Told what is used; absent where looking is no use, as of `status`. */
  readonly use?: StoreUse;
}

export function openStore(request: LocalStoreRequest): Store {
  return new LocalStore(request);
}

class LocalStore implements Store {
  readonly #reader: ContentReader;
  readonly #processId: number;
  readonly #objects: Objects;
  readonly #actions: Actions;
  readonly #folder: string;
  readonly #onUnlinked: () => void;
  #links: LinkKind;

  constructor({ reader, folder, processId, onCorrupt, links = "reflink", onUnlinked = () => undefined, use }: LocalStoreRequest) {
    this.#reader = reader;
    this.#processId = processId;
    this.#folder = folder;
    this.#links = links;
    this.#onUnlinked = onUnlinked;
    this.#objects = new Objects({ disk: reader.disk, folder: join(folder, "objects"), onCorrupt, use });
    this.#actions = new Actions({ disk: reader.disk, folder: join(folder, "actions"), use });
  }

  has(entry: Entry): boolean {
    if (entry.shape !== "directory") return this.#objects.has(entry.digest);
    const files: Digest[] = [];
    return this.#listFiles(entry.digest, files) && this.#objects.hasAll(files);
  }

  holds(digest: Digest): boolean {
    return this.#objects.has(digest);
  }

  size(digest: Digest): number | undefined {
    return this.#objects.size(digest);
  }

  verify(digest: Digest): Promise<boolean> {
    return this.#objects.verify(digest);
  }

  fileOf(digest: Digest): string | undefined {
    return this.#objects.fileOf(digest);
  }

  adopt(digest: Digest, path: string): Promise<boolean> {
    return this.#objects.adopt(digest, path);
  }

  async take(path: string, intake: Intake = {}): Promise<Taken | undefined> {
    const taken = await this.#take(path, intake);
    return taken === "changed" ? this.take(path, intake) : taken;
  }

  async put(entry: Entry, path: string, intake: Intake = {}): Promise<Result<void, "changed">> {
    if (entry.shape !== "directory" && this.#objects.has(entry.digest)) return success(undefined);
    const taken = await this.#take(path, intake);
    return taken !== undefined && taken !== "changed" && taken.entry.digest === entry.digest ? success(undefined) : failure("changed");
  }

  putBytes(bytes: string | Uint8Array): Digest {
    return this.#objects.write(bytes);
  }

  readBytes(digest: Digest): Buffer | undefined {
    return this.#objects.read(digest);
  }

  async materialize(entry: Entry, path: string, following: Following = {}): Promise<Result<void, "absent" | "corrupt">> {
    const { disk } = this.#reader;
    const temporary = join(dirname(path), `.millrace-${this.#processId}-${basename(path)}`);
    disk.remove("output", temporary);
    const writer = { disk, objects: this.#objects, treeOf: (digest: Digest) => this.#tree(digest) };
    const written = new FoundFiles();
    try {
      const outcome = await writeContent(writer, { entry, path: temporary, written, by: this.#linksTo(dirname(path)), following });
      if (outcome !== "done") return failure(outcome);
      this.#reader.statCache.settle(temporary, written);
      disk.rename("output", temporary, path);
      this.#reader.statCache.learn(disk.realPath(path) ?? path, written);
      this.#objects.use(entry.digest);
      return success(undefined);
    } finally {
      disk.remove("output", temporary);
    }
  }

  recall(key: Digest): ActionResult | undefined {
    return this.#actions.recall(key);
  }

  remember(key: Digest, result: ActionResult): void {
    this.#actions.remember(key, result);
  }

  #linksTo(folder: string): LinkKind {
    const { disk } = this.#reader;
    if (this.#links !== "hardlink" || disk.statTarget(folder)?.device === disk.statTarget(this.#folder)?.device) return this.#links;
    this.#links = "reflink";
    this.#onUnlinked();
    return this.#links;
  }

  /** `false` where a listing of the folder is not here, or names what is nothing. */
  #listFiles(folder: Digest, files: Digest[]): boolean {
    const tree = this.#tree(folder);
    if (tree === undefined) return false;
    return Object.values(tree).every((text) => {
      if (text.startsWith(linkPrefix)) return true;
      const entry = parseEntry(text);
      if (entry === undefined) return false;
      if (entry.shape === "directory") return this.#listFiles(entry.digest, files);
      files.push(entry.digest);
      return true;
    });
  }

  #tree(digest: Digest): Tree | undefined {
    const bytes = this.#objects.read(digest);
    return bytes && parseTree(bytes);
  }

  /** Files that nothing is known of are read, hashed and copied in one pass; folders come last: a tree that is here is whole. */
  async #take(path: string, { exclude, onTree, ...following }: Intake): Promise<Taken | "changed" | undefined> {
    let measured = { size: 0, files: 0 };
    let isChanged = false;
    const watch = followTasks(following, { doing: "store" });
    const entry = await readContent(this.#reader, {
      path,
      ...(exclude !== undefined && { exclude }),
      ...(following.signal !== undefined && { signal: following.signal }),
      hash: (unknown) => this.#objects.enter(unknown, watch),
      onKnown: async (files) => {
        isChanged ||= !(await this.#objects.enterKnown(files, watch));
      },
      onMeasured: (all) => {
        measured = all;
      },
      onTree: (digest, text) => {
        if (!isChanged) this.#objects.write(text);
        onTree?.(digest, text);
      },
    });
    if (entry === undefined) return undefined;
    return isChanged ? "changed" : { entry, ...measured };
  }
}
