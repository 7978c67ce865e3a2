import type { OnTransfer } from "../../events/transfer.ts";

interface Amount {
  readonly files: number;
  readonly bytes: number;
}

/** Counts what has been sent, and tells. */
export class SendCount {
  readonly #onTransfer: OnTransfer | undefined;
  readonly #all: Amount;
  #files = 0;
  #bytes = 0;

  constructor(onTransfer: OnTransfer | undefined, all: Amount) {
    this.#onTransfer = onTransfer;
    this.#all = all;
  }

  add({ files, bytes }: Amount): void {
    this.#files += files;
    this.#bytes += bytes;
    this.#onTransfer?.({ doing: "send", files: this.#files, allFiles: this.#all.files, bytes: this.#bytes, allBytes: this.#all.bytes });
  }
}
