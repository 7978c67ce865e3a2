import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { OnTransfer } from "../../events/transfer.ts";
import type { Entry } from "../../key/entry.ts";
import type { Digest } from "../../platform/identity.ts";
import type { Platform } from "../../platform/platform.ts";
import type { BytesSource } from "../bytes-source.ts";
import type { ActionResult, Store } from "../store.ts";
import { storedTree, treeMembers } from "../tree-members.ts";
import { type Fetched, fetchObject } from "./fetch-object.ts";
import { fetchRange, packRanges } from "./fetch-packed.ts";
import { inParallel } from "./in-parallel.ts";
import { actionName, objectName, objectsPrefix } from "./layout.ts";
import type { Packed } from "./pack.ts";
import { PackedObjects } from "./packed-objects.ts";
import { PartFiles } from "./part-files.ts";
import { present } from "./presence.ts";
import type { Signing } from "./signature.ts";
import { parseSigned } from "./signed-action.ts";
import { TransferCount } from "./transfer-count.ts";
import type { Transport } from "./transport.ts";
import { Troubles } from "./troubles.ts";

export interface RemoteSourceRequest {
  readonly name: string;
  readonly transport: Transport;
  readonly platform: Platform;
  readonly store: Store;
  /** Absolute. */
  readonly storeFolder: string;
  readonly signing: Signing | undefined;
  readonly notify: (diagnostic: Diagnostic) => void;
  /** Requests at a time. */
  readonly jobs?: number | undefined;
  /** Folders whose listing was asked for: a member that stands nowhere alone may be in their packs. */
  readonly folders?: Set<Digest>;
}

const defaultJobs = 8;

/**
 * What a remote can bring. Nothing that it says is believed: bytes must hash to the digest that was asked for, results must be signed.
 * A remote that does not answer is left alone for the rest of this process.
 */
export class RemoteSource implements BytesSource {
  readonly #request: RemoteSourceRequest;
  readonly #packed: PackedObjects;
  readonly #parts: PartFiles;
  readonly #troubles: Troubles;
  readonly #jobs: number;
  /** Fetches at work: two stages may want the same. */
  readonly #fetching = new Map<Digest, Promise<boolean>>();
  readonly #listed: Set<Digest>;

  constructor(request: RemoteSourceRequest) {
    this.#request = request;
    this.#packed = new PackedObjects(request.transport);
    this.#parts = new PartFiles(request.platform, request.storeFolder);
    this.#troubles = new Troubles(request);
    this.#jobs = request.jobs ?? defaultJobs;
    this.#listed = request.folders ?? new Set();
  }

  async recall(key: Digest): Promise<ActionResult | undefined> {
    const { store } = this.#request;
    const result = await this.look(key);
    // Not over one that is here: that is the newest of this machine.
    if (result !== undefined && store.recall(key) === undefined) store.remember(key, result);
    return result;
  }

  async look(key: Digest): Promise<ActionResult | undefined> {
    const { transport, signing } = this.#request;
    if (signing === undefined) return undefined;
    const file = await this.#troubles.trying(() => transport.read(actionName(key)), undefined);
    if (file === undefined) return undefined;
    const action = parseSigned(key, { file: file.toString("utf8"), signing });
    if (action.kind === "good") return action.result;
    this.#troubles.badSignature(key);
    return undefined;
  }

  async bring(entries: readonly Entry[], onTransfer?: OnTransfer): Promise<boolean> {
    const { files, whole } = await this.#expand(entries);
    const { store } = this.#request;
    const missing = [...new Set(files)].filter((digest) => !store.holds(digest));
    const count = new TransferCount(onTransfer, missing.length);
    await this.#locate(missing);
    const come = await this.#bringPacked(missing, count);
    await this.#bringAlone(without(missing, come), count);
    return whole && files.every((digest) => store.holds(digest));
  }

  async bringTree(digest: Digest): Promise<boolean> {
    this.#listed.add(digest);
    await this.#bringListings([digest], { outermost: true });
    return storedTree(this.#request.store, digest) !== undefined;
  }

  async holds(entries: readonly Entry[]): Promise<readonly boolean[]> {
    const wanted: Expanded[] = [];
    const expand = async ([index, entry]: readonly [number, Entry]): Promise<void> => {
      wanted[index] = await this.#expand([entry]);
    };
    await inParallel(entries.entries(), { limit: this.#jobs, work: expand });
    const all = [...new Set(wanted.flatMap(({ files }) => files))];
    await this.#locate(all);
    const there = await this.#alone(all.filter((digest) => this.#packed.place(digest) === undefined));
    return wanted.map(
      ({ files, whole }) => whole && files.every((digest) => this.#packed.place(digest) !== undefined || there.has(digest)),
    );
  }

  isSilent(): boolean {
    return this.#troubles.met;
  }

  /** Digests of the files of these, folders with all that is in them; `whole`: no listing was missing. */
  async #expand(entries: readonly Entry[]): Promise<Expanded> {
    let whole = true;
    const files: Digest[] = [];
    let members = entries;
    for (let outermost = true; members.length > 0; outermost = false) {
      const folders: Digest[] = [];
      for (const { shape, digest } of members) (shape === "directory" ? folders : files).push(digest);
      if (outermost) for (const folder of folders) this.#listed.add(folder);
      await this.#bringListings(folders, { outermost });
      const trees = [...new Set(folders)].map((folder) => storedTree(this.#request.store, folder));
      whole &&= !trees.includes(undefined);
      members = trees.flatMap((tree) => (tree === undefined ? [] : treeMembers(tree)));
    }
    return { files, whole };
  }

  /** Only the outermost of what was pushed has its packs named under its digest; the packs hold the listings of all that is below. */
  async #bringListings(folders: readonly Digest[], { outermost }: { readonly outermost: boolean }): Promise<void> {
    const missing = [...new Set(folders)].filter((folder) => !this.#request.store.holds(folder));
    const open = async (folder: Digest): Promise<void> => void (this.#packed.place(folder) ?? (await this.#open(folder)));
    if (outermost) await inParallel(missing, { limit: this.#jobs, work: open });
    // An earlier fetch may have been cut after the outermost had come.
    else await this.#locate(missing);
    await this.#bringAlone(without(missing, await this.#bringPacked(missing)));
  }

  /** Reads the indexes of the folders that were asked for, where they may hold something that is not placed yet. */
  async #locate(missing: readonly Digest[]): Promise<void> {
    const folders = [...this.#listed];
    for (let at = 0; at < folders.length; at += this.#jobs) {
      if (missing.every((digest) => this.#packed.place(digest) !== undefined)) return;
      await Promise.all(folders.slice(at, at + this.#jobs).map((folder) => this.#open(folder)));
    }
  }

  #open(folder: Digest): Promise<unknown> {
    return this.#troubles.trying(() => this.#packed.openFolder(folder), undefined);
  }

  /** What is not in the store; gives what is by now. */
  async #bringPacked(missing: readonly Digest[], count = new TransferCount()): Promise<ReadonlySet<Digest>> {
    const { store, transport } = this.#request;
    const packs = new Map<Digest, Packed[]>();
    for (const digest of missing) {
      const place = this.#packed.place(digest);
      if (place === undefined) continue;
      const objects = packs.get(place.pack) ?? [];
      packs.set(place.pack, objects);
      objects.push({ digest, ...place });
    }
    const ranges = [...packs].flatMap(([pack, objects]) => packRanges(pack, objects));
    for (const range of ranges) count.expect(range.objects.length, sizeOf(range.objects));
    const all = new Set<Digest>();
    const work = async (range: (typeof ranges)[number]): Promise<void> => {
      const lost = await this.#troubles.trying(() => fetchRange({ transport, store }, range), undefined);
      if (lost === undefined) return;
      if (lost.length > 0) this.#troubles.wrongBytes(lost);
      for (const digest of lost) this.#packed.forget(digest);
      const come = lost.length === 0 ? range.objects : range.objects.filter(({ digest }) => !lost.includes(digest));
      for (const { digest } of come) all.add(digest);
      count.add({ files: come.length, bytes: sizeOf(come) });
    };
    await inParallel(ranges, { limit: this.#jobs, work });
    return all;
  }

  /** What is packed, or was and could not be had, may still stand alone. */
  async #bringAlone(digests: readonly Digest[], count = new TransferCount()): Promise<void> {
    const missing = digests.filter((digest) => !this.#request.store.holds(digest));
    const work = async (digest: Digest): Promise<void> => {
      const at = this.#fetching.get(digest) ?? this.#fetch(digest, count).finally(() => this.#fetching.delete(digest));
      this.#fetching.set(digest, at);
      if (await at) count.add({ files: 1, bytes: 0 });
    };
    await inParallel(missing, { limit: this.#jobs, work });
  }

  async #fetch(digest: Digest, count: TransferCount): Promise<boolean> {
    const { platform, transport, store } = this.#request;
    const onBytes = (bytes: number): void => count.add({ files: 0, bytes });
    const onSize = (size: number): void => count.expect(1, size);
    const fetched = await this.#troubles.trying<Fetched>(
      () => fetchObject({ platform, transport, store, parts: this.#parts, digest, onBytes, onSize }),
      "absent",
    );
    if (fetched === "wrong") this.#troubles.wrongBytes([digest]);
    return fetched === "done";
  }

  /** Which of these stand alone. */
  async #alone(digests: readonly Digest[]): Promise<ReadonlySet<Digest>> {
    const names = digests.map(objectName);
    const asked = { names, prefix: objectsPrefix, jobs: this.#jobs };
    const there = await this.#troubles.trying<ReadonlySet<string>>(() => present(this.#request.transport, asked), new Set());
    return new Set(digests.filter((digest) => there.has(objectName(digest))));
  }
}

interface Expanded {
  readonly files: readonly Digest[];
  readonly whole: boolean;
}

const without = (digests: readonly Digest[], some: ReadonlySet<Digest>): readonly Digest[] => digests.filter((digest) => !some.has(digest));

const sizeOf = (objects: readonly Packed[]): number => objects.reduce((sum, { size }) => sum + size, 0);
