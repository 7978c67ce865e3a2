import type { Digest, ProjectPath, StageId } from "../../platform/identity.ts";
import type { RunFacts } from "./run-facts.ts";

/** All that a page is made from. */
export interface PageSource {
  readonly facts: RunFacts;
  /** The run of the same pipeline before this one. */
  readonly previous: PreviousRun | undefined;
  readonly pictures: readonly KeptFile[];
  readonly documents: readonly KeptFile[];
  readonly logs: ReadonlyMap<StageId, KeptLog>;
  /** The stages and what flows between them, as an SVG; absent where the log does not know. */
  readonly graph: string | undefined;
}

export interface PreviousRun {
  readonly run: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly metrics: ReadonlyMap<StageId, Readonly<Record<string, number>>>;
}

/** An output, as this run left it. */
export interface KeptFile {
  readonly stage: StageId;
  readonly port: string;
  readonly path: ProjectPath;
  readonly digest: Digest;
  /** A sentence where its bytes cannot be shown. */
  readonly bytes: Buffer | string;
}

/** What a stage printed. */
export interface KeptLog {
  readonly path: ProjectPath;
  /** Whole, or its end. */
  readonly text: string;
  /** Bytes that are left out at the start. */
  readonly leftOut: number;
}
