import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { StageId } from "../../platform/identity.ts";
import type { Platform } from "../../platform/platform.ts";

export interface LoopGuardRequest {
  readonly platform: Platform;
  readonly notify: (diagnostic: Diagnostic) => void;
  readonly signal: AbortSignal;
}

/** So many runs in a row, in so many milliseconds, in which an input of the same stage changed: no person edits like that. */
const most = 5;
const within = 10_000;
/** Milliseconds. */
const firstPause = 1000;
const longestPause = 30_000;

interface Streak {
  /** When the runs ended, in milliseconds. */
  readonly ends: readonly number[];
  /** Pauses made for it. */
  readonly pauses: number;
}

/** Slows down where a stage writes what it reads: each of its runs would be the edit that begins the next. */
export class LoopGuard {
  readonly #request: LoopGuardRequest;
  #streaks = new Map<StageId, Streak>();

  constructor(request: LoopGuardRequest) {
    this.#request = request;
  }

  /** After a run in which inputs of these stages changed. */
  async after(stages: ReadonlySet<StageId>): Promise<void> {
    const { platform, notify, signal } = this.#request;
    const now = platform.clock.elapsed();
    this.#streaks = new Map([...stages].map((stage) => [stage, longer(this.#streaks.get(stage), now)]));
    for (const [stage, { pauses }] of this.#streaks) if (pauses === 1) notify(loop(stage));
    const pauses = Math.max(0, ...[...this.#streaks.values()].map((streak) => streak.pauses));
    if (pauses > 0) await platform.clock.wait(Math.min(longestPause, firstPause * 2 ** (pauses - 1)), signal);
  }
}

function longer(streak: Streak | undefined, now: number): Streak {
  const ends = [...(streak?.ends ?? []), now].slice(-most);
  const pauses = streak?.pauses ?? 0;
  const isFast = ends.length === most && now - (ends[0] ?? now) < within;
  return { ends, pauses: pauses > 0 || isFast ? pauses + 1 : 0 };
}

const loop = (stage: StageId): Diagnostic => ({
  code: "watch-loop",
  severity: "warning",
  message: `an input of stage ${stage} changed in each of the last ${most} runs`,
  why: "a stage that writes what it reads is never up to date; from now on there is a pause before it is begun again",
  hint: "let it write another file, and name that in `out`",
});
