import type { OnTransfer } from "../../events/transfer.ts";

/** Counts what comes, and tells. */
export class TransferCount {
  readonly #onTransfer: OnTransfer | undefined;
  readonly #allFiles: number;
  #files = 0;
  #bytes = 0;
  #expectedFiles = 0;
  #expectedBytes = 0;

  constructor(onTransfer?: OnTransfer, allFiles = 0) {
    this.#onTransfer = onTransfer;
    this.#allFiles = allFiles;
  }

  /** So many files are known to have so many bytes together. */
  expect(files: number, bytes: number): void {
    this.#expectedFiles += files;
    this.#expectedBytes += bytes;
  }

  add({ files, bytes }: { readonly files: number; readonly bytes: number }): void {
    this.#files += files;
    this.#bytes += bytes;
    const isKnown = this.#expectedFiles >= this.#allFiles;
    this.#onTransfer?.({
      doing: "fetch",
      files: this.#files,
      allFiles: this.#allFiles,
      bytes: this.#bytes,
      ...(isKnown && { allBytes: this.#expectedBytes }),
    });
  }
}
