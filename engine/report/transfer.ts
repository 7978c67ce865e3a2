import type { OnTransfer, Transfer } from "../events/transfer.ts";
import { byteCount } from "../key/byte-count.ts";
import type { Platform } from "../platform/platform.ts";
import { duration } from "./duration.ts";
import { LiveRegion } from "./live-region.ts";

export interface TransferLine {
  readonly onTransfer: OnTransfer;
  /** Takes the line away. */
  close(): void;
}

/** Milliseconds between two drawings, and before a rate is worth showing. */
const drawEvery = 100;
const rateAfter = 1000;

/** How far bytes have got, their rate and the time left, on the last line of a terminal; elsewhere nothing. */
export function transferLine({ console, clock }: Pick<Platform, "console" | "clock">): TransferLine {
  if (!console.terminal.interactive) return { onTransfer: () => undefined, close: () => undefined };
  const region = new LiveRegion(console);
  const startedAt = clock.elapsed();
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    onTransfer: (transfer) => {
      const now = clock.elapsed();
      if (now - drawnAt < drawEvery) return;
      drawnAt = now;
      region.draw([transferText(transfer, now - startedAt)]);
    },
    close: () => region.draw([]),
  };
}

const doing: Readonly<Record<Transfer["doing"], string>> = {
  hash: "hashing",
  store: "storing",
  write: "writing",
  fetch: "fetching",
  send: "sending",
  verify: "verifying",
  remove: "removing",
};

/** `verifying  1.2 GB of 5.0 GB  340 of 1,204 files  310 MB/s  12 s left`. */
export function transferText(transfer: Transfer, milliseconds: number): string {
  const { files, allFiles, bytes, allBytes } = transfer;
  const rate = milliseconds < rateAfter ? 0 : (bytes / milliseconds) * 1000;
  return [
    doing[transfer.doing],
    allBytes === undefined ? byteCount(bytes) : `${byteCount(bytes)} of ${byteCount(allBytes)}`,
    allFiles === undefined ? `${grouped(files)} files` : `${grouped(files)} of ${grouped(allFiles)} files`,
    ...(rate > 0 ? [`${byteCount(rate)}/s`] : []),
    ...(rate > 0 && allBytes !== undefined ? [`${duration(((allBytes - bytes) / rate) * 1000)} left`] : []),
  ].join("  ");
}

const grouped = (count: number): string => count.toLocaleString("en-US");
