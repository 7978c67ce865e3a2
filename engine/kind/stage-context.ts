import type { Digest } from "../platform/identity.ts";
import type { PortType } from "./port.ts";

/** What a kind is handed in its own process. Paths are absolute; nothing of them may get into a result. */
export interface StageContext<With = unknown, In extends string = string, Out extends string = string> {
  readonly in: Readonly<Record<In, InputValue>>;
  readonly out: Readonly<Record<Out, OutputValue>>;
  readonly with: With;
  readonly report: Reporter;
  readonly signal: AbortSignal;
}

export interface InputValue {
  /** Empty where an optional port is not bound; several where a matrix is gathered. */
  readonly items: readonly { readonly path: string; readonly digest: Digest; readonly type: PortType }[];
  /** Of the only item. Throws a StageFailure where there are none or several. */
  readonly path: string;
  readonly digest: Digest;
  readonly bound: boolean;
}

export interface OutputValue {
  /** Where to write; the parent folder exists. */
  readonly path: string;
  readonly type: PortType;
}

export interface Reporter {
  progress(progress: {
    readonly step: number;
    readonly total?: number;
    readonly unit: string;
    readonly values?: Readonly<Record<string, number>>;
  }): void;
  /** A line in the stage's log. */
  log(line: string): void;
  /** Which backend made the result; kept in the record, not in the key. */
  backend(name: string): void;
  warn(failure: Omit<FailureDescription, "exit">): void;
}

export interface FailureDescription {
  /** One of engine/diagnostics/code.ts. */
  readonly code: string;
  readonly message: string;
  readonly why?: string;
  readonly hint?: string;
}

/** The expected failure of a kind: thrown by `run`, shown as a diagnostic. Anything else that is thrown is a bug of the kind. */
export class StageFailure extends Error {
  readonly description: FailureDescription;
  constructor(description: FailureDescription) {
    super(description.message);
    this.name = "StageFailure";
    this.description = description;
  }
}

/** An effect also sees the project's committed facts and the bytes behind a digest. */
export interface EffectContext<With = unknown, In extends string = string, Out extends string = string>
  extends StageContext<With, In, Out> {
  /** Absolute path of the project root; `registry/` stands there. */
  readonly projectRoot: string;
  readonly lineage: Lineage;
  /** Writes the object or tree of that digest to `path` (absolute, absent), verified. */
  materialize(digest: Digest, path: string): Promise<"done" | "absent">;
}

export interface Lineage {
  /** Project-relative path of the pipeline file. */
  readonly pipeline: string;
  readonly stage: string;
  readonly key: Digest;
  /** The lock lines of the stages that this one descends from, by stage. */
  readonly ancestors: Readonly<
    Record<string, { readonly key: Digest; readonly in: Readonly<Record<string, string>>; readonly out: Readonly<Record<string, string>> }>
  >;
  /** Digests of the project's own files that flow in, by project-relative path. */
  readonly files: Readonly<Record<string, Digest>>;
  /** Of pinned data among them that came from elsewhere: URL, or repository, path and commit, by the pinned path. */
  readonly origins?: Readonly<Record<string, { readonly url: string; readonly path?: string; readonly revision?: string }>>;
  readonly commit?: { readonly id: string; readonly dirty: boolean };
}

export type Probe =
  | { readonly agrees: true; readonly note?: string }
  | { readonly agrees: false; readonly expected: string; readonly found: string };
