import type { Event, StageFinished } from "../events/event.ts";
import { unreachable } from "../platform/result.ts";
import { renderDiagnostic } from "./diagnostic.ts";
import { duration } from "./duration.ts";
import { failureBlock } from "./failure.ts";
import { gateSentence } from "./gate.ts";
import type { Narration } from "./narration.ts";
import type { RunPicture } from "./run-picture.ts";
import { finishedLine } from "./stage-line.ts";
import { summary } from "./summary.ts";
import type { ToldStages } from "./told-stages.ts";
import { undeclaredLines } from "./undeclared-io.ts";
import { watchLine } from "./watch-line.ts";

/** What a log file and a terminal are told alike. */
export type ToldAlike = Extract<
  Event,
  {
    readonly type:
      | "lock-waiting"
      | "stage-retrying"
      | "undeclared-io"
      | "gate-evaluated"
      | "notice"
      | "run-finished"
      | "watching"
      | "files-changed";
  }
>;

export interface Telling {
  readonly narration: Narration;
  readonly picture: RunPicture;
}

/** In blocks of whole lines. */
export function toldAlike(event: ToldAlike, { narration, picture }: Telling): readonly string[] {
  const { paint, level } = narration;
  switch (event.type) {
    case "lock-waiting":
      return [`waiting for ${event.holder}`];
    case "stage-retrying":
      return [
        renderDiagnostic(event.diagnostic, paint),
        `${event.stage}: attempt ${event.attempt} failed, again in ${duration(event.delay)}`,
      ];
    case "undeclared-io":
      return undeclaredLines(event, { level });
    case "gate-evaluated":
      if (!event.passed) return [`${paint.bad("gate failed")}  ${event.stage}: ${gateSentence(event)}`];
      return level === "verbose" ? [`gate passed  ${event.stage}: ${gateSentence(event)}`] : [];
    case "notice":
      return [renderDiagnostic(event.diagnostic, paint)];
    case "run-finished":
      return summary(picture, narration);
    case "watching":
    case "files-changed":
      return level === "quiet" ? [] : [watchLine(event, { narration, atWork: picture.atWork })];
    default:
      return unreachable(event);
  }
}

export interface EndTelling {
  readonly narration: Narration;
  readonly width: number;
  /** Whether its line says why it ran. */
  readonly reasons: boolean;
  /** The end of its output, where that was not shown. */
  readonly tail: readonly string[];
  readonly told: ToldStages;
}

/** Of a stage that has ended its line, and why it failed, or its warnings. */
export function endTold(event: StageFinished, { narration, width, reasons, tail, told }: EndTelling): readonly string[] {
  const line = finishedLine(event, { narration, width, reasons });
  const lines = line === undefined ? [] : [line];
  if (event.outcome === "failed") {
    const much = told.nextFailure();
    return much === "nothing" ? [] : [...lines, ...(much === "all" ? [failureBlock(event, { narration, tail })] : [])];
  }
  const warnings = event.diagnostics.map((warning) => renderDiagnostic(warning, narration.paint));
  return [...(lines.length > 0 && told.has(event.stage) ? lines : []), ...warnings];
}
