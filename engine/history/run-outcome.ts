import { type ExitCode, exitCodes } from "../diagnostics/exit-code.ts";

/** How a run ended, in a word; `killed` left no last word, `running` has not ended. */
export const runOutcomes = [
  "ok",
  "failed",
  "gate-failed",
  "stale",
  "usage",
  "environment",
  "interrupted",
  "terminated",
  "killed",
  "running",
] as const;
export type RunOutcome = (typeof runOutcomes)[number];

type EndedOutcome = Exclude<RunOutcome, "killed" | "running">;

const words: Readonly<Record<ExitCode, EndedOutcome>> = {
  [exitCodes.ok]: "ok",
  [exitCodes.stageFailed]: "failed",
  [exitCodes.usage]: "usage",
  [exitCodes.gateFailed]: "gate-failed",
  [exitCodes.stale]: "stale",
  [exitCodes.environment]: "environment",
  [exitCodes.interrupted]: "interrupted",
  [exitCodes.terminated]: "terminated",
};

export const outcomeOf = (exitCode: ExitCode): EndedOutcome => words[exitCode];
