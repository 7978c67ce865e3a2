import type { ExitCode } from "../../diagnostics/exit-code.ts";
import type { Outcome } from "../../events/event.ts";
import type { RunOutcome } from "../../history/run-outcome.ts";
import type { Painter } from "../painter.ts";

/** `ok`, `gate failed (3)`, `killed`. */
export const outcomeText = (outcome: RunOutcome, exitCode: ExitCode | undefined): string =>
  exitCode === undefined || exitCode === 0 ? outcome : `${outcome.replace("-", " ")} (${exitCode})`;

export function outcomeColour(outcome: RunOutcome, paint: Painter): (text: string) => string {
  switch (outcome) {
    case "ok":
      return paint.good;
    case "failed":
    case "gate-failed":
    case "usage":
    case "environment":
    case "killed":
      return paint.bad;
    case "stale":
    case "interrupted":
    case "terminated":
    case "running":
      return paint.caution;
  }
}

/** `4 ran, 1 failed`: what was worked on; what was fresh goes without saying. */
export function workText(counts: Readonly<Record<Outcome, number>>): string {
  const told = (["ran", "restored", "failed"] as const).filter((outcome) => counts[outcome] > 0);
  return told.length === 0 ? "nothing ran" : told.map((outcome) => `${counts[outcome]} ${outcome}`).join(", ");
}
