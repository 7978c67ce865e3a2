import type { TraceMode } from "../request.ts";

/** How the stages of a run are followed. */
export interface Following {
  /** Absolute path of the program. */
  readonly strace: string;
  readonly mode: TraceMode;
  /** What `.millraceignore` leaves out; paths relative to the project root. */
  readonly isIgnored: (path: string) => boolean;
}
