import type { Digest } from "../../platform/identity.ts";
import { folderName, indexName, packName } from "./layout.ts";
import { parseFolder, parseIndex } from "./pack.ts";
import type { Transport } from "./transport.ts";

export interface Place {
  readonly pack: Digest;
  readonly offset: number;
  readonly size: number;
}

/** Where small objects stand in the packs of a remote, as far as indexes have been read. They never change, so each is read once. */
export class PackedObjects {
  readonly #transport: Transport;
  readonly #checked: boolean;
  readonly #places = new Map<Digest, Place>();
  readonly #folders = new Map<Digest, Promise<readonly Digest[] | undefined>>();
  readonly #indexes = new Map<Digest, Promise<boolean>>();

  /** `checked`: an index of a pack that is gone does not count, for whoever would otherwise not send what it lists. */
  constructor(transport: Transport, { checked = false } = {}) {
    this.#transport = transport;
    this.#checked = checked;
  }

  place(digest: Digest): Place | undefined {
    return this.#places.get(digest);
  }

  /** What has just been sent. */
  readonly put = (digest: Digest, place: Place): void => {
    this.#places.set(digest, place);
  };

  /** What could not be read there is looked for elsewhere from now on. */
  forget(digest: Digest): void {
    this.#places.delete(digest);
  }

  /** The packs of a folder, their indexes read; `undefined` where the remote does not know the folder. */
  openFolder(tree: Digest): Promise<readonly Digest[] | undefined> {
    const known = this.#folders.get(tree);
    if (known !== undefined) return known;
    const asked = this.#readFolder(tree);
    this.#folders.set(tree, asked);
    asked.catch(() => this.#folders.delete(tree));
    return asked;
  }

  /** `false` where there is no such index, or it makes no sense. */
  openPack(pack: Digest): Promise<boolean> {
    const known = this.#indexes.get(pack);
    if (known !== undefined) return known;
    const asked = this.#readIndex(pack);
    this.#indexes.set(pack, asked);
    asked.catch(() => this.#indexes.delete(pack));
    return asked;
  }

  async #readFolder(tree: Digest): Promise<readonly Digest[] | undefined> {
    const bytes = await this.#transport.read(folderName(tree));
    const packs = bytes === undefined ? undefined : parseFolder(bytes.toString("latin1"));
    if (packs === undefined) return undefined;
    await Promise.all(packs.map((pack) => this.openPack(pack)));
    return packs;
  }

  async #readIndex(pack: Digest): Promise<boolean> {
    if (this.#checked && (await this.#transport.size(packName(pack))) === undefined) return false;
    const bytes = await this.#transport.read(indexName(pack));
    const objects = bytes === undefined ? undefined : parseIndex(bytes.toString("latin1"));
    for (const { digest, offset, size } of objects ?? []) this.#places.set(digest, { pack, offset, size });
    return objects !== undefined;
  }
}
