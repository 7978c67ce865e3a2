import { basename, dirname, join } from "node:path";
import type { Following } from "../events/transfer.ts";
import { type ContentReader, type Exclude, readContent, type Tree, treeText } from "../key/content.ts";
import { type Entry, parseEntry } from "../key/entry.ts";
import type { Digest } from "../platform/identity.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { Actions } from "./actions.ts";
import { Objects } from "./objects.ts";
import type { ActionResult, Intake, OnCorrupt, Store } from "./store.ts";
import type { StoreUse } from "./store-use.ts";

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

interface FolderVisit {
  /** Absolute. */
  readonly folder: string;
  /** Relative to the folder that is put. */
  readonly name: string;
  readonly exclude: Exclude | undefined;
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

  fileOf(digest: Digest): string | undefined {
    return this.#objects.fileOf(digest);
  }

  adopt(digest: Digest, path: string): Promise<boolean> {
    return this.#objects.adopt(digest, path);
  }

  async take(path: string, intake: Intake = {}): Promise<Entry | undefined> {
    const entry = await readContent(this.#reader, { path, ...intake });
    if (entry === undefined) return undefined;
    return (await this.put(entry, path, intake)).ok ? entry : this.take(path, intake);
  }

  async put(entry: Entry, path: string, { signal, exclude }: Intake = {}): Promise<Result<void, "changed">> {
    signal?.throwIfAborted();
    const entered =
      entry.shape === "directory"
        ? (await this.#putFolder({ folder: path, name: "", exclude })) === entry.digest
        : await this.#putFile(entry.digest, path);
    return entered ? success(undefined) : failure("changed");
  }

  putBytes(bytes: string | Uint8Array): Digest {
    return this.#objects.write(bytes);
  }

  readBytes(digest: Digest): Buffer | undefined {
    return this.#objects.read(digest);
  }

  async materialize(entry: Entry, path: string, following: Following = {}): Promise<Result<void, "absent" | "corrupt">> {
    following.signal?.throwIfAborted();
    const { disk } = this.#reader;
    const temporary = join(dirname(path), `.millrace-${this.#processId}-${basename(path)}`);
    disk.remove("output", temporary);
    try {
      const outcome = await this.#write(entry, temporary);
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
    if (bytes === undefined) return undefined;
    const parsed: { tree: Tree } = JSON.parse(bytes.toString("utf8"));
    return parsed.tree;
  }

  #putFile(digest: Digest, path: string): Promise<boolean> {
    return this.#objects.enter({ digest, path, processId: this.#processId });
  }

  /** Members first, their folder last: a tree that is here is whole. */
  async #putFolder({ folder, name, exclude }: FolderVisit): Promise<Digest | undefined> {
    const { disk, statCache } = this.#reader;
    // Without a prototype: `__proto__` is a name like any other.
    const tree: Record<string, string> = Object.create(null);
    for (const member of disk.list(folder)) {
      const path = join(folder, member.name);
      const memberName = name === "" ? member.name : `${name}/${member.name}`;
      if (exclude?.(memberName, member.type === "directory") === true) continue;
      const stat = disk.stat(path);
      if (stat === undefined) return undefined;
      if (stat.type === "link") tree[member.name] = linkPrefix + disk.readLink(path);
      else if (stat.type === "directory") tree[member.name] = `${await this.#putFolder({ folder: path, name: memberName, exclude })}/`;
      else if (stat.type === "file") {
        const digest = await statCache.digest(path, stat);
        if (!(await this.#putFile(digest, path))) return undefined;
        tree[member.name] = (stat.mode & 0o111) === 0 ? digest : `${digest}+x`;
      }
    }
    return this.#objects.write(treeText(tree));
  }

  async #write(entry: Entry, path: string): Promise<"done" | "absent" | "corrupt"> {
    if (entry.shape !== "directory") return this.#objects.leave({ digest: entry.digest, path, executable: entry.shape === "executable" });
    const tree = this.#tree(entry.digest);
    if (tree === undefined) return "absent";
    const { disk } = this.#reader;
    disk.makeDirectory("output", path);
    for (const [name, text] of Object.entries(tree)) {
      const outcome = await this.#writeMember(text, join(path, name));
      if (outcome !== "done") return outcome;
    }
    return "done";
  }

  async #writeMember(text: string, path: string): Promise<"done" | "absent" | "corrupt"> {
    if (text.startsWith(linkPrefix)) {
      this.#reader.disk.symlink("output", text.slice(linkPrefix.length), path);
      return "done";
    }
    const entry = parseEntry(text);
    return entry === undefined ? "corrupt" : this.#write(entry, path);
  }
}

const linkPrefix = "link:";
