import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ExitCode } from "../diagnostics/exit-code.ts";
import type { Digest, ProjectPath, StageId } from "../platform/identity.ts";
import type { Reason } from "./reason.ts";

/** Everything that happens in a run, closed: a new member breaks the compile of each reporter that forgot it. `run --json` prints these. */
export type Event =
  | RunStarted
  | { readonly type: "lock-waiting"; readonly holder: string }
  | StageWaiting
  | { readonly type: "stage-started"; readonly stage: StageId; readonly attempt: number; readonly reasons: readonly Reason[] }
  | StageProgress
  | { readonly type: "stage-output"; readonly stage: StageId; readonly stream: "stdout" | "stderr"; readonly line: string }
  | {
      readonly type: "stage-retrying";
      readonly stage: StageId;
      readonly attempt: number;
      readonly delay: number;
      readonly diagnostic: Diagnostic;
    }
  | UndeclaredIo
  | StageFinished
  | StagesAdded
  | GateEvaluated
  | { readonly type: "notice"; readonly stage?: StageId; readonly diagnostic: Diagnostic }
  | RunFinished
  | Watching
  | FilesChanged;

export interface RunStarted {
  readonly type: "run-started";
  readonly run: string;
  /** Project-relative path of the pipeline file. */
  readonly pipeline: ProjectPath;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The selected stages, in an order in which they could run. */
  readonly stages: readonly StageId[];
  readonly params: unknown;
  readonly jobs: number;
  /** How data flows between the selected stages. */
  readonly edges: readonly Edge[];
  readonly environment: RunEnvironment;
  /** What was checked out when the run began; absent outside a git repository. */
  readonly commit?: string;
}

/** An output of one stage that is an input of another. */
export interface Edge {
  readonly from: StageId;
  readonly output: string;
  readonly to: StageId;
  readonly input: string;
}

/** What a result may depend on and no key holds. */
export interface RunEnvironment {
  readonly millrace: string;
  /** Version of Node.js: `20.19.0`. */
  readonly node: string;
  /** Operating system and processor family: `linux x64`. */
  readonly system: string;
  readonly processors: number;
}

/** It must run, and waits for what others have; then it is judged anew. */
export interface StageWaiting {
  readonly type: "stage-waiting";
  readonly stage: StageId;
  /** Which attempt waits, from 1. */
  readonly attempt: number;
  /** Names of pools. */
  readonly for: readonly string[];
}

export interface StageProgress {
  readonly type: "stage-progress";
  readonly stage: StageId;
  readonly step: number;
  readonly total?: number;
  /** `epoch`, `row`; `byte fetched` of what comes from a remote, before the stage starts. */
  readonly unit: string;
  /** Figures of this step: `loss`, `accuracy`. */
  readonly values: Readonly<Record<string, number>>;
}

export const outcomes = ["ran", "restored", "fresh", "failed", "blocked", "skipped", "cancelled"] as const;
export type Outcome = (typeof outcomes)[number];

/** By pool: how much, memory in bytes; of `gpu` the ids of the devices. */
export type Held = Readonly<Record<string, number | readonly string[]>>;

export interface StageFinished {
  readonly type: "stage-finished";
  readonly stage: StageId;
  readonly outcome: Outcome;
  readonly key?: Digest;
  /** From the start of the first attempt, without what it waited for pools. */
  readonly milliseconds: number;
  /** Milliseconds that it waited for pools; absent where it did not. */
  readonly waited?: number;
  /** Bytes of memory that the processes of an attempt were seen to have at one time, at the most; absent where they ended before anyone looked. */
  readonly peak?: number;
  /** Milliseconds of processor time, of all attempts, as far as it was seen. */
  readonly cpu?: number;
  /** What its last attempt had of the pools that the stage names; absent where it names none. */
  readonly held?: Held;
  readonly reasons: readonly Reason[];
  /** As they were hashed; empty where the stage was not judged. */
  readonly inputs: readonly { readonly port: string; readonly path: ProjectPath; readonly digest: Digest }[];
  readonly outputs: readonly { readonly port: string; readonly path: ProjectPath; readonly digest: Digest }[];
  readonly metrics: Readonly<Record<string, number>>;
  readonly backend?: string;
  readonly diagnostics: readonly Diagnostic[];
  /** For `blocked`: the stages, failed or gated, that stand in the way. */
  readonly blockedBy?: readonly StageId[];
  /** Where the full output is kept, relative to the project root. */
  readonly log?: ProjectPath;
}

/** Of `run --trace`: what a stage that ran has read and written beside what it declares. Paths are relative to the project root. */
export interface UndeclaredIo {
  readonly type: "undeclared-io";
  readonly stage: StageId;
  /** Whether `undeclared: allow` says that it is meant. */
  readonly allowed: boolean;
  readonly reads: readonly UndeclaredRead[];
  /** Folders whose names it asked for. */
  readonly lists: readonly string[];
  readonly writes: readonly string[];
  readonly removes: readonly string[];
  /** Absolute paths. */
  readonly outside: { readonly reads: readonly string[]; readonly writes: readonly string[] };
  /** `10.0.0.7:5432`. */
  readonly connections: readonly string[];
  /** The lines that would declare it, each `port: path`. */
  readonly declare: { readonly in: readonly string[]; readonly out: readonly string[] };
  /** With `--verbose`. */
  readonly minor?: MinorIo;
}

export interface UndeclaredRead {
  readonly path: string;
  /** The stage whose output it is. */
  readonly maker?: StageId;
}

/** What seldom matters. */
export interface MinorIo {
  /** Asked whether it is there, and it was. */
  readonly looks: readonly string[];
  /** Looked for, and not there. */
  readonly absent: readonly string[];
  readonly lists: readonly string[];
  /** Written, and gone when the stage ended. */
  readonly temporary: readonly string[];
  /** Absolute paths. */
  readonly outsideReads: readonly string[];
}

/** A stage has made a list: instead of the stages that stood for a matrix over it, there are its instances, or none. */
export interface StagesAdded {
  readonly type: "stages-added";
  /** By the stage that they take the place of (`train@*`), in an order in which they could run; some may stand for others in their turn. */
  readonly instances: readonly { readonly of: StageId; readonly stages: readonly StageId[] }[];
  /** How data flows to and from them. Edges of what they take the place of are gone. */
  readonly edges: readonly Edge[];
}

export interface GateEvaluated {
  readonly type: "gate-evaluated";
  readonly stage: StageId;
  readonly expression: string;
  readonly metric: string;
  readonly value: number | undefined;
  readonly operator: string;
  readonly threshold: number;
  readonly passed: boolean;
}

export interface RunFinished {
  readonly type: "run-finished";
  readonly run: string;
  readonly exitCode: ExitCode;
  readonly milliseconds: number;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly criticalPath: readonly { readonly stage: StageId; readonly milliseconds: number }[];
}

/** Of `watch`, between runs: it waits for an edit of these. */
export interface Watching {
  readonly type: "watching";
  readonly files: number;
  readonly folders: number;
}

/** Of `watch`: an edit that may make stages stale. During a run it stops those that it touches. */
export interface FilesChanged {
  readonly type: "files-changed";
  /** Relative to the project root; what is gone is named too. */
  readonly paths: readonly ProjectPath[];
}

export type Listener = (event: Event) => void;
