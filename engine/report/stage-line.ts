import type { Outcome, StageFinished } from "../events/event.ts";
import { byteCount } from "../key/byte-count.ts";
import type { StageId } from "../platform/identity.ts";
import { cut, listed } from "./columns.ts";
import { duration } from "./duration.ts";
import type { Narration } from "./narration.ts";
import type { Painter } from "./painter.ts";
import { shortReasons } from "./reason.ts";

/** Wide enough for the names at hand, as far as a line can bear it. */
export const nameWidth = (stages: readonly StageId[]): number =>
  Math.min(
    32,
    stages.reduce((widest, stage) => Math.max(widest, stage.length), 0),
  );

/** Wide enough for `restored` and `cancelled`. */
const wordWidth = 9;

/** `train     ran        3.2 s   param training.epochs 60 -> 5`. */
export function stageLine(line: {
  readonly stage: StageId;
  readonly word: string;
  readonly detail: string;
  readonly width: number;
  readonly colour: (text: string) => string;
  readonly paint: Painter;
}): string {
  const start = `${line.paint.strong(line.stage.padEnd(line.width))}  ${line.colour(line.word.padEnd(wordWidth))}  ${line.detail}`;
  return start.trimEnd();
}

/** What a finished stage gets as its line; `undefined` where the summary's count says enough. */
export function finishedLine(
  event: StageFinished,
  options: { readonly narration: Narration; readonly width: number; readonly reasons: boolean },
) {
  const { narration, width } = options;
  if (!isTold(event, narration)) return undefined;
  const details = [
    took(event),
    event.peak === undefined || narration.level !== "verbose" ? "" : `peak ${byteCount(event.peak)}`,
    event.backend === undefined ? "" : `on ${event.backend}`,
    options.reasons && event.outcome !== "cancelled" ? shortReasons(event.reasons) : "",
  ];
  if (event.outcome === "blocked") details.push(`by ${listed(event.blockedBy ?? [], 3)}`);
  const { paint } = narration;
  const whole = details.filter((text) => text !== "").join("  ");
  const { interactive, columns } = narration.console.terminal;
  // A window would break the line within a word; `millrace why` and a log file have all of it.
  const detail = interactive ? cut(whole, Math.max(8, columns - Math.max(width, event.stage.length) - wordWidth - 4)) : whole;
  return stageLine({ stage: event.stage, word: event.outcome, detail, width, colour: colourOf(event.outcome, paint), paint });
}

/** A thousand fresh stages are one number; what was blocked, or never begun, is named once, in the summary. */
function isTold({ outcome, log }: StageFinished, { level }: Narration): boolean {
  if (level === "quiet") return outcome === "failed";
  if (level === "verbose") return true;
  return outcome === "ran" || outcome === "restored" || outcome === "failed" || (outcome === "cancelled" && log !== undefined);
}

const took = (event: StageFinished): string =>
  event.outcome === "fresh" || event.outcome === "blocked" || event.outcome === "skipped" ? "" : duration(event.milliseconds).padStart(7);

/** `for gpu`, `for cpu and memory`. */
export const waitingWords = (pools: readonly string[]): string => `for ${pools.join(" and ")}`;

export function colourOf(outcome: Outcome, paint: Painter): (text: string) => string {
  switch (outcome) {
    case "ran":
    case "restored":
      return paint.good;
    case "failed":
      return paint.bad;
    case "blocked":
    case "cancelled":
      return paint.caution;
    case "fresh":
    case "skipped":
      return paint.quiet;
  }
}
