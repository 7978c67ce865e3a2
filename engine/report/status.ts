import type { GateEvaluated } from "../events/event.ts";
import type { State, Verdict } from "../freshness/verdict.ts";
import type { StageId } from "../platform/identity.ts";
import { columnWidths, counted, listed } from "./columns.ts";
import { gateSentence } from "./gate.ts";
import type { Painter } from "./painter.ts";
import { shortReasons } from "./reason.ts";

/** `status --json`: one document. */
export function statusDocument(verdicts: ReadonlyMap<StageId, Verdict>): string {
  const stages = [...verdicts].map(([stage, { state, reasons, ...rest }]) => ({ stage, state, reasons, ...rest }));
  return `${JSON.stringify({ stages }, undefined, 2)}\n`;
}

export interface StatusParts {
  readonly verdicts: ReadonlyMap<StageId, Verdict>;
  readonly gates: readonly GateEvaluated[];
}

/** A line for each stage, aligned, and what a run would do. */
export function renderStatus({ verdicts, gates }: StatusParts, options: { readonly paint: Painter; readonly run: string }): string {
  const { paint } = options;
  const rows = [...verdicts].map(([stage, verdict]) => ({ stage, word: stateWord[verdict.state], verdict }));
  const [nameWidth = 0, wordWidth = 0] = columnWidths(rows.map((row) => [row.stage, row.word]));
  const lines = rows.map(({ stage, word, verdict }) => {
    const shown = stateColour(verdict.state, paint)(word.padEnd(wordWidth));
    return `${paint.strong(stage.padEnd(nameWidth))}  ${shown}  ${stateDetail(verdict)}`.trimEnd();
  });
  const failed = gates.filter((gate) => !gate.passed);
  lines.push(...failed.map((gate) => `${paint.bad("gate failed")}  ${gate.stage}: ${gateSentence(gate)}`));
  return `${[...lines, "", outlook({ verdicts, gates: failed }, options)].join("\n")}\n`;
}

const stateWord: Readonly<Record<State, string>> = {
  fresh: "fresh",
  restorable: "restorable",
  absent: "absent",
  stale: "stale",
  undecided: "undecided",
  blocked: "blocked",
  skipped: "skipped",
};

export function stateDetail(verdict: Verdict): string {
  switch (verdict.state) {
    case "fresh":
      return "";
    case "skipped":
      return "its `when` is false, or an input is skipped";
    case "undecided":
      return `stale if ${listed(verdict.after, 3)} ${verdict.after.length === 1 ? "changes its output" : "change their outputs"}`;
    case "blocked":
      return [`by ${listed(verdict.by, 3)}`, shortReasons(verdict.reasons)].filter((text) => text !== "").join("; ");
    case "restorable":
    case "absent":
    case "stale":
      return shortReasons(verdict.reasons);
  }
}

function stateColour(state: State, paint: Painter): (text: string) => string {
  switch (state) {
    case "fresh":
      return paint.good;
    case "stale":
    case "absent":
    case "restorable":
      return paint.caution;
    case "blocked":
      return paint.bad;
    case "undecided":
    case "skipped":
      return paint.quiet;
  }
}

function outlook({ verdicts, gates }: StatusParts, { paint, run }: { readonly paint: Painter; readonly run: string }): string {
  const count = (...states: readonly State[]): number => [...verdicts.values()].filter(({ state }) => states.includes(state)).length;
  const mustRun = count("stale", "absent");
  const told = [
    mustRun === 0 ? "" : `${mustRun} must run`,
    count("restorable") === 0 ? "" : `${count("restorable")} can be restored`,
    count("undecided") === 0 ? "" : `${count("undecided")} may follow`,
    count("blocked") === 0 ? "" : `${count("blocked")} blocked`,
    gates.length === 0 ? "" : `${counted(gates.length, "gate")} failed`,
  ].filter((text) => text !== "");
  if (told.length === 0) return paint.good(`${counted(count("fresh"), "stage")} fresh: nothing to do`);
  return `${told.join(", ")}, ${count("fresh")} fresh: ${run}`;
}
