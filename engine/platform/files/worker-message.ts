import type { FileOutcome, FileTask } from "./file-task.ts";

export interface Assignment {
  readonly tasks: readonly FileTask[];
  /** One number: not 0 once the work is to be given up. */
  readonly stop: Int32Array;
}

export type Report =
  /** Bytes since the last report. */
  | { readonly bytes: number }
  /** Of all tasks, or of those that came before the stop. */
  | { readonly bytes: number; readonly outcomes: readonly FileOutcome[] };
