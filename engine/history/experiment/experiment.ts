import type { ExitCode } from "../../diagnostics/exit-code.ts";
import type { ProjectPath } from "../../platform/identity.ts";
import type { Leaves } from "../leaves.ts";
import type { RunOutcome } from "../run-outcome.ts";
import type { RunOverview } from "../run-overview.ts";

/** A pipeline with other params: what is to be run, and what came of it. One file each, `.millrace/experiments/<name>.json`. */
export interface Experiment {
  readonly format: 1;
  readonly name: string;
  readonly pipeline: ProjectPath;
  /** Stages that were asked for; empty: all. */
  readonly stages: readonly string[];
  /** What it sets, whether the workspace has the same value or not. */
  readonly settings: readonly ParamSetting[];
  /** All params of it, by their full names. */
  readonly params: Leaves;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** The commit that was checked out when it was made. */
  readonly commit?: string;
  /** Who runs it, or was running it when it was killed. */
  readonly runner?: ExperimentRunner;
  readonly result?: ExperimentResult;
}

export interface ParamSetting {
  /** `training.epochs`. */
  readonly name: string;
  /** As YAML in one line: `5`, `1e-5`, `"a, b"`, `[1, 2]`. */
  readonly value: string;
}

/** With the start time, a number names one process for good: see `Processes.startTime`. */
export interface ExperimentRunner {
  readonly processId: number;
  readonly startTime: string;
  readonly host: string;
  readonly startedAt: number;
}

export interface ExperimentResult extends Pick<RunOverview, "metrics" | "gates" | "counts" | "failed"> {
  /** Id of its run; absent where it could not begin. */
  readonly run?: string;
  readonly exitCode: ExitCode;
  readonly milliseconds: number;
  /** Why it could not begin, in a sentence. */
  readonly problem?: string;
}

/** `queued`: not yet begun. One whose process was killed is interrupted. */
export type ExperimentStatus = Exclude<RunOutcome, "killed"> | "queued";

/** A setting as `--set` takes it. */
export const settingText = ({ name, value }: ParamSetting): string => `${name}=${value}`;
