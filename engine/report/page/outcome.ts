import { exitCodes } from "../../diagnostics/exit-code.ts";
import type { Tone } from "../graph/drawing.ts";
import { type Html, html } from "./html.ts";
import type { RunFacts, StageOutcome } from "./run-facts.ts";

export function toneOf(outcome: StageOutcome): Tone {
  switch (outcome) {
    case "ran":
    case "restored":
      return "good";
    case "failed":
    case "unfinished":
      return "bad";
    case "blocked":
    case "cancelled":
    case "not reached":
      return "caution";
    case "fresh":
    case "skipped":
      return "quiet";
  }
}

/** A word on a coloured ground; the word alone says it. */
export const badge = (text: string, tone: Tone): Html => html`<span class="badge ${tone}">${text}</span>`;

/** What became of a run, for the first line of its page. */
export function verdict({ finished, stages }: RunFacts): { readonly text: string; readonly tone: Tone; readonly code: string } {
  if (finished === undefined) {
    return { text: "No end", tone: "bad", code: "the log ends before the run does: it was killed, or is still at work" };
  }
  const code = (words: string): string => `exit code ${finished.exitCode}: ${words}`;
  switch (finished.exitCode) {
    case exitCodes.ok: {
      const idle = stages.every(({ outcome }) => outcome === "fresh" || outcome === "skipped");
      return { text: idle ? "Nothing to do" : "Succeeded", tone: "good", code: code(idle ? "all is fresh" : "all went well") };
    }
    case exitCodes.stageFailed:
      return { text: "Failed", tone: "bad", code: code("a stage failed") };
    case exitCodes.gateFailed:
      return { text: "Gate failed", tone: "bad", code: code("a gate failed") };
    case exitCodes.usage:
      return { text: "Failed", tone: "bad", code: code("the pipeline file or the command line is wrong") };
    case exitCodes.stale:
      return { text: "Not up to date", tone: "bad", code: code("the lock is not up to date") };
    case exitCodes.environment:
      return { text: "Failed", tone: "bad", code: code("lock, disk or remote") };
    case exitCodes.interrupted:
      return { text: "Interrupted", tone: "caution", code: code("interrupted") };
    case exitCodes.terminated:
      return { text: "Interrupted", tone: "caution", code: code("ended by TERM") };
  }
}
