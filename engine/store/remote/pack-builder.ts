import { digestOf } from "../../key/digest.ts";
import type { Digest } from "../../platform/identity.ts";
import type { Store } from "../store.ts";
import { indexName, packName } from "./layout.ts";
import { fullPack, type Packed, renderIndex } from "./pack.ts";
import type { Place } from "./packed-objects.ts";
import type { Transport } from "./transport.ts";

export interface PackBuilderRequest {
  readonly transport: Transport;
  readonly store: Store;
  /** Packs on their way at a time; each is in memory. */
  readonly jobs: number;
  readonly resend: boolean;
  readonly onSent: (amount: { readonly files: number; readonly bytes: number }) => void;
  readonly onPlace: (digest: Digest, place: Place) => void;
}

/** Most packs in memory at once. */
const mostInMemory = 3;

/** Fills packs and sends them. The same objects in the same order make the same packs: one that an earlier push has sent is not sent again. */
export class PackBuilder {
  readonly #request: PackBuilderRequest;
  readonly #onTheWay = new Set<Promise<void>>();
  #chunks: Buffer[] = [];
  #objects: Packed[] = [];
  #size = 0;

  constructor(request: PackBuilderRequest) {
    this.#request = request;
  }

  /** What is corrupt in the store is left out: `false`. */
  async add(digest: Digest): Promise<boolean> {
    const bytes = this.#request.store.readBytes(digest);
    if (bytes === undefined) return false;
    this.#objects.push({ digest, offset: this.#size, size: bytes.length });
    this.#chunks.push(bytes);
    this.#size += bytes.length;
    if (this.#size >= fullPack) await this.#flush();
    return true;
  }

  async close(): Promise<void> {
    await this.#flush();
    await Promise.all(this.#onTheWay);
  }

  async #flush(): Promise<void> {
    if (this.#objects.length === 0) return;
    const [bytes, objects] = [Buffer.concat(this.#chunks), this.#objects];
    this.#chunks = [];
    this.#objects = [];
    this.#size = 0;
    while (this.#onTheWay.size >= Math.min(mostInMemory, this.#request.jobs)) await Promise.race(this.#onTheWay);
    const sending = this.#send(bytes, objects).finally(() => this.#onTheWay.delete(sending));
    // Heard again where it is waited for.
    sending.catch(() => undefined);
    this.#onTheWay.add(sending);
  }

  async #send(bytes: Buffer, objects: readonly Packed[]): Promise<void> {
    const { transport, resend, onSent, onPlace } = this.#request;
    const pack = digestOf(bytes);
    if (resend || (await transport.size(packName(pack))) !== bytes.length)
      await transport.write(packName(pack), bytes, { replace: resend });
    await transport.write(indexName(pack), Buffer.from(renderIndex(objects)), { replace: resend });
    for (const { digest, offset, size } of objects) onPlace(digest, { pack, offset, size });
    onSent({ files: objects.length, bytes: bytes.length });
  }
}
