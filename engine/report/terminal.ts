import type { Event } from "../events/event.ts";
import type { StageId } from "../platform/identity.ts";
import { unreachable } from "../platform/result.ts";
import { duration } from "./duration.ts";
import { LiveRegion } from "./live-region.ts";
import type { Narration } from "./narration.ts";
import { plainText } from "./plain-text.ts";
import { progressText } from "./progress.ts";
import { shortReasons } from "./reason.ts";
import type { Reporter } from "./reporter.ts";
import { progressOf, RunPicture } from "./run-picture.ts";
import { nameWidth, stageLine, waitingWords } from "./stage-line.ts";
import { endTold, type ToldAlike, toldAlike } from "./told-alike.ts";
import { fullLine, ToldStages } from "./told-stages.ts";
import { waitingRows } from "./waiting-rows.ts";

/** Milliseconds between two drawings: ten a second at most. */
const interval = 100;
/** Rows of running stages; more are counted. */
const mostRows = 8;

interface Running {
  readonly since: number;
  readonly doing: string;
}

/** For a person at a terminal: a row for each running stage, redrawn in place; whatever is over is printed above. */
export class TerminalReporter implements Reporter {
  readonly #narration: Narration;
  readonly #region: LiveRegion;
  readonly #picture = new RunPicture();
  readonly #running = new Map<StageId, Running>();
  /** For which pools stages wait. */
  readonly #waiting = new Map<StageId, string>();
  readonly #told: ToldStages;
  #width = 0;
  /** How many of the last lines on the screen are one stage's output: they need not be repeated if it fails. */
  #speaking: { readonly stage: StageId; readonly lines: number } | undefined;
  #closing: AbortController | undefined;

  constructor(narration: Narration) {
    this.#narration = narration;
    this.#region = new LiveRegion(narration.console);
    this.#told = new ToldStages(narration.level, () => this.#print(narration.paint.quiet(fullLine)));
  }

  on(event: Event): void {
    this.#picture.on(event);
    this.#tell(event);
    // Before the run has begun nobody else draws.
    if (this.#closing === undefined) this.#region.draw([]);
  }

  close(): void {
    this.#closing?.abort();
    this.#closing = undefined;
    this.#running.clear();
    this.#waiting.clear();
    this.#region.draw([]);
  }

  #tell(event: Event): void {
    const { clock, level } = this.#narration;
    switch (event.type) {
      case "run-started":
        this.#width = nameWidth(event.stages);
        this.#told.clear();
        this.#closing = new AbortController();
        void this.#tick(this.#closing.signal);
        return;
      case "stage-waiting": {
        const words = waitingWords(event.for);
        this.#running.delete(event.stage);
        this.#waiting.set(event.stage, words);
        const { paint } = this.#narration;
        const line = { stage: event.stage, word: "waiting", detail: words, width: this.#width, colour: paint.quiet, paint };
        if (level === "verbose") this.#print(stageLine(line));
        return;
      }
      case "stage-started":
        this.#waiting.delete(event.stage);
        this.#running.set(event.stage, { since: clock.elapsed(), doing: shortReasons(event.reasons) });
        return;
      case "stage-progress": {
        // Of one that has not started: its results or inputs are being fetched.
        const since = this.#running.get(event.stage)?.since ?? clock.elapsed();
        this.#running.set(event.stage, { since, doing: progressText(event) });
        return;
      }
      case "stage-output":
        if (level !== "quiet" && this.#told.has(event.stage)) this.#printOutput(event.stage, event.line);
        return;
      case "stage-finished": {
        this.#running.delete(event.stage);
        this.#waiting.delete(event.stage);
        const tail = this.#unseenTail(event.stage);
        const telling = { narration: this.#narration, width: this.#width, reasons: true, tail, told: this.#told };
        for (const block of endTold(event, telling)) this.#print(block);
        return;
      }
      case "stages-added":
        this.#width = Math.max(this.#width, nameWidth(this.#picture.started?.stages ?? []));
        return;
      case "lock-waiting":
      case "stage-retrying":
      case "undeclared-io":
      case "gate-evaluated":
      case "notice":
      case "watching":
      case "files-changed":
        this.#say(event);
        return;
      case "run-finished":
        this.#say(event);
        this.close();
        return;
      default:
        unreachable(event);
    }
  }

  #say(event: ToldAlike): void {
    for (const block of toldAlike(event, { narration: this.#narration, picture: this.#picture })) this.#print(block);
  }

  async #tick(closing: AbortSignal): Promise<void> {
    while (!closing.aborted) {
      this.#region.draw(this.#rows());
      await this.#narration.clock.wait(interval, closing);
    }
  }

  #print(text: string): void {
    this.#speaking = undefined;
    this.#region.print(text);
  }

  #printOutput(stage: StageId, line: string): void {
    const lines = this.#speaking?.stage === stage ? this.#speaking.lines + 1 : 1;
    this.#print(`${this.#narration.paint.quiet(`${stage.padEnd(this.#width)} |`)} ${plainText(line)}`);
    this.#speaking = { stage, lines };
  }

  #unseenTail(stage: StageId): readonly string[] {
    const tail = this.#picture.tail(stage);
    return this.#speaking?.stage === stage && this.#speaking.lines >= tail.length ? [] : tail;
  }

  #rows(): readonly string[] {
    const now = this.#narration.clock.elapsed();
    const all = [...this.#running].map(
      ([stage, { since, doing }]) => `${stage.padEnd(this.#width)}  ${duration(now - since).padStart(7)}  ${doing}`,
    );
    const rows = all.length <= mostRows ? all : [...all.slice(0, mostRows), `and ${all.length - mostRows} more at work`];
    rows.push(...waitingRows(this.#waiting));
    const total = this.#picture.started?.stages.length ?? 0;
    if (total > 1 && rows.length > 0) rows.push(progressOf(this.#picture));
    return rows;
  }
}
