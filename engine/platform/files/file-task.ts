import type { FileCopy } from "../disk.ts";

/** A file that is read once, to its end; on the way its bytes are hashed, and copied where the task says so. */
export type FileTask = {
  readonly from: string /** Bytes, where that is known: large tasks leave the main thread. */;
  readonly size?: number;
} & (
  | { readonly does: "hash" }
  /** To a name that is free. */
  | ({ readonly does: "copy" } & Pick<FileCopy, "to" | "mode" | "by">)
  /** Into `folder` as `ab/cdef…`, its digest, read-only; bytes that are there already are not written again. */
  | { readonly does: "enter"; readonly folder: string }
);

/** The SHA-256 of what was read, or what the disk said. */
export type FileOutcome = { readonly digest: string } | { readonly refused: Refusal };

/** An error of Node's that can be sent between threads. */
export interface Refusal {
  readonly message: string;
  readonly code: string;
  readonly syscall: string;
  readonly path?: string;
}

/** Who follows many tasks. */
export interface TaskWatch {
  /** Bytes and files since the last call. */
  readonly onProgress?: (step: { readonly bytes: number; readonly files: number }) => void;
  readonly signal?: AbortSignal;
}

export const refusalError = ({ message, ...rest }: Refusal): Error => Object.assign(new Error(message), rest);
