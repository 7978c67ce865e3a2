/** How far bytes have got that are hashed, copied, fetched or sent: of `add`, `pull`, `push`, `get`, `checkout`, and of a run that fetches. */
export interface Transfer {
  readonly doing: "hash" | "store" | "write" | "fetch" | "send" | "verify" | "remove";
  readonly files: number;
  /** Absent while it is not known yet. */
  readonly allFiles?: number;
  readonly bytes: number;
  readonly allBytes?: number;
}

export type TransferTotals = Required<Pick<Transfer, "allFiles" | "allBytes">>;

/** Called often; whoever shows it decides how often. */
export type OnTransfer = (transfer: Transfer) => void;

/** Who watches bytes move, and who may stop them. */
export interface Following {
  readonly onTransfer?: OnTransfer;
  /** Once it is aborted, what is half done is taken away and the signal's reason is thrown (as `throwIfAborted` does). */
  readonly signal?: AbortSignal;
}

/** Says of how much, where whoever moves the bytes does not know it. */
export function withTotals(
  { onTransfer, ...following }: Following,
  { size, files }: { readonly size: number; readonly files: number },
): Following {
  if (onTransfer === undefined) return following;
  return { ...following, onTransfer: (transfer) => onTransfer({ allFiles: files, allBytes: size, ...transfer }) };
}
