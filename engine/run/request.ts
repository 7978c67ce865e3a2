import type { Listener, RunFinished } from "../events/event.ts";
import type { Plan } from "../graph/plan.ts";
import type { StageId } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";
import type { WaitingLine } from "./pools/waiting-line.ts";

/** One run of a plan, as the command line or a program asks for it. */
export interface RunRequest {
  readonly plan: Plan;
  readonly platform: Platform;
  /** Stages at a time. */
  readonly jobs: number;
  /** For the pools that it shares with other runs of this process; otherwise they are its own. */
  readonly line?: WaitingLine;
  readonly mode: RunMode;
  /** Ask the remote for what would have to run. */
  readonly pull?: boolean;
  /** After a failure, go on with what does not depend on it. */
  readonly keepGoing: boolean;
  /** Wait for another run in the project, or end with exit code 5. */
  readonly wait: boolean;
  /** Aborted by Ctrl-C (`reason` is "SIGINT") or TERM ("SIGTERM"). */
  readonly signal: AbortSignal;
  readonly listeners: readonly Listener[];
  /** Milliseconds that stages took in earlier runs: the longest remaining path goes first. */
  readonly durations: ReadonlyMap<StageId, number>;
  /** Follow what the stages that run read and write. */
  readonly trace?: TraceMode;
  /** Where the run is begun again after each edit: then an edit stops what it touches, and nothing else. */
  readonly restart?: Restart;
}

/** What is told of what stages read and write. */
export interface TraceMode {
  /** A stage that reads or writes what it does not declare has failed. */
  readonly strict: boolean;
  /** Also what seldom matters. */
  readonly all: boolean;
}

/** Which stages of a run are to be stopped, or not begun, since a later run will take them up again. They end as cancelled. */
export interface Restart {
  /** Aborted when an edit touches what the stage is made from; one signal a stage. */
  signalOf(stage: StageId): AbortSignal;
  /** The stage found an input changed, or gone, since it was judged. Aborts its signal, and those of the stages behind it. */
  inputChanged(stage: StageId): void;
  /** The plan has more stages now. */
  grow(plan: Plan): void;
}

/**
 * `update`: run what is not fresh. `force`: run what is selected even where it is fresh. `verify`: the same but for effects, and
 * other bytes under a recorded key are a failure. `locked`: bring what the lock names, run nothing.
 */
export type RunMode = "update" | "force" | "verify" | "locked";

export type RunSummary = RunFinished;
