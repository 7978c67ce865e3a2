import type { OnTransfer, Transfer } from "../events/transfer.ts";
import { byteCount } from "../key/byte-count.ts";
import type { Clock } from "../platform/clock.ts";
import type { Console } from "../platform/console.ts";
import { counted } from "./columns.ts";
import { duration } from "./duration.ts";
import { LiveRegion } from "./live-region.ts";

/** Milliseconds between two drawings. */
const interval = 100;
/** Milliseconds between two lines where stderr is no terminal. */
const heartbeat = 10_000;
/** Milliseconds before anything is shown: what is over sooner needs no progress. */
const patience = 400;

export interface TransferRequest {
  readonly console: Console;
  readonly clock: Clock;
  readonly quiet: boolean;
}

/** How far bytes have got, for a person: a line redrawn in place at a terminal, now and then a line elsewhere. */
export class TransferProgress {
  readonly #request: TransferRequest;
  readonly #region: LiveRegion;
  readonly #startedAt: number;
  #label = "";
  #drawnAt = Number.NEGATIVE_INFINITY;
  #phase: Phase | undefined;

  constructor(request: TransferRequest) {
    this.#request = request;
    this.#region = new LiveRegion(request.console);
    this.#startedAt = request.clock.elapsed();
    this.#drawnAt = this.#startedAt;
  }

  /** What the next bytes belong to. */
  begin(label: string): void {
    this.#label = label;
    this.#phase = undefined;
  }

  readonly onTransfer: OnTransfer = (transfer) => {
    const { clock, console, quiet } = this.#request;
    const now = clock.elapsed();
    if (this.#phase?.doing !== transfer.doing) this.#phase = { doing: transfer.doing, since: now, from: transfer.bytes };
    const wait = console.terminal.interactive ? interval : heartbeat;
    if (quiet || now - this.#drawnAt < wait || now - this.#startedAt < patience) return;
    this.#drawnAt = now;
    const line = transferText(transfer, { label: this.#label, milliseconds: now - this.#phase.since, from: this.#phase.from });
    if (console.terminal.interactive) this.#region.draw([line]);
    else console.error(`${line}\n`);
  };

  /** Takes the line away; what is printed next stands in its place. */
  clear(): void {
    this.#region.draw([]);
  }
}

export interface TransferLine {
  readonly onTransfer: OnTransfer;
  /** Takes the line away. */
  close(): void;
}

/** The same for one piece of work, without a name. */
export function transferLine({ console, clock }: Pick<TransferRequest, "console" | "clock">): TransferLine {
  const progress = new TransferProgress({ console, clock, quiet: false });
  return { onTransfer: progress.onTransfer, close: () => progress.clear() };
}

interface Phase {
  readonly doing: Transfer["doing"];
  readonly since: number;
  /** Bytes that were there when it began: a resumed download has some. */
  readonly from: number;
}

export interface TransferTextOptions {
  readonly label: string;
  /** Since it began. */
  readonly milliseconds: number;
  readonly from?: number;
}

/** `data/birds  storing 1.2 GB of 5.0 GB, 24 %, 410 MB/s, 9.3 s left`. */
export function transferText(transfer: Transfer, { label, milliseconds, from = 0 }: TransferTextOptions): string {
  const { bytes, allBytes, files, allFiles } = transfer;
  const rate = milliseconds > 0 ? (bytes - from) / (milliseconds / 1000) : 0;
  const share = allBytes === undefined || allBytes === 0 ? [] : [`${Math.floor((bytes / allBytes) * 100)} %`];
  const left = allBytes === undefined || rate <= 0 || bytes >= allBytes ? [] : [`${duration(((allBytes - bytes) / rate) * 1000)} left`];
  const count =
    allFiles === 1 || (allFiles === undefined && files <= 1)
      ? []
      : [allFiles === undefined ? counted(files, "file") : `${files} of ${counted(allFiles, "file")}`];
  const size = allBytes === undefined ? byteCount(bytes) : `${byteCount(bytes)} of ${byteCount(allBytes)}`;
  const speed = rate > 0 ? [`${byteCount(Math.round(rate))}/s`] : [];
  const text = `${words[transfer.doing]} ${[...count, size, ...share, ...speed, ...left].join(", ")}`;
  return label === "" ? text : `${label}  ${text}`;
}

const words: Readonly<Record<Transfer["doing"], string>> = {
  hash: "hashing",
  store: "storing",
  write: "writing",
  fetch: "fetching",
  send: "sending",
  verify: "verifying",
  remove: "removing",
};
