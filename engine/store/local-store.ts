import { basename, dirname, join } from "node:path";
import type { Following } from "../events/transfer.ts";
import { type ContentReader, type KnownFile, readContent, type Tree, treeText } from "../key/content.ts";
import { type Entry, parseEntry } from "../key/entry.ts";
import { followTasks } from "../key/follow-tasks.ts";
import { parseTree } from "../key/parse-tree.ts";
import type { Digest } from "../platform/identity.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { Actions } from "./actions.ts";
import { Objects } from "./objects.ts";
import type { ActionResult, Intake, OnCorrupt, Store } from "./store.ts";
import type { StoreUse } from "./store-use.ts";
import { linkPrefix, writeContent } from "./write-content.ts";

export interface LocalStoreRequest {
  readonly reader: ContentReader;
  /** Absolute. */
  readonly folder: string;
  readonly processId: number;
  readonly onCorrupt: OnCorrupt;
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

  constructor({ reader, folder, processId, onCorrupt, use }: LocalStoreRequest) {
    this.#reader = reader;
    this.#processId = processId;
    this.#objects = new Objects({ disk: reader.disk, folder: join(folder, "objects"), onCorrupt, use });
    this.#actions = new Actions({ disk: reader.disk, folder: join(folder, "actions"), use });
  }

  has(entry: Entry): boolean {
    if (!this.#objects.has(entry.digest)) return false;
    if (entry.shape !== "directory") return true;
    const tree = this.#tree(entry.digest);
    return tree !== undefined && Object.values(tree).every((text) => text.startsWith(linkPrefix) || this.#hasText(text));
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

  async take(path: string, intake: Intake = {}): Promise<Entry | undefined> {
    const taken = await this.#take(path, intake);
    return taken === "changed" ? this.take(path, intake) : taken;
  }

  async put(entry: Entry, path: string, intake: Intake = {}): Promise<Result<void, "changed">> {
    if (entry.shape !== "directory" && this.#objects.has(entry.digest)) return success(undefined);
    const taken = await this.#take(path, intake);
    return taken !== undefined && taken !== "changed" && taken.digest === entry.digest ? success(undefined) : failure("changed");
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
    try {
      const outcome = await writeContent(writer, { entry, path: temporary, following });
      if (outcome !== "done") return failure(outcome);
      disk.rename("output", temporary, path);
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

  #hasText(text: string): boolean {
    const entry = parseEntry(text);
    return entry !== undefined && this.has(entry);
  }

  #tree(digest: Digest): Tree | undefined {
    const bytes = this.#objects.read(digest);
    return bytes && parseTree(bytes);
  }

  /** Files that nothing is known of are read, hashed and copied in one pass; folders come last: a tree that is here is whole. */
  async #take(path: string, { exclude, ...following }: Intake): Promise<Entry | "changed" | undefined> {
    const files: KnownFile[] = [];
    const trees: string[] = [];
    const watch = followTasks(following, { doing: "store" });
    const entry = await readContent(this.#reader, {
      path,
      ...(exclude !== undefined && { exclude }),
      ...(following.signal !== undefined && { signal: following.signal }),
      hash: (unknown) => this.#objects.enter(unknown, watch),
      onFile: (file) => files.push(file),
      onTree: (_digest, tree) => trees.push(treeText(tree)),
    });
    if (entry === undefined) return undefined;
    if (!(await this.#objects.enterKnown(files, following))) return "changed";
    for (const tree of trees) this.#objects.write(tree);
    return entry;
  }
}
