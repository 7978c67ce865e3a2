import type { Event } from "../events/event.ts";
import type { StageId } from "../platform/identity.ts";
import { unreachable } from "../platform/result.ts";
import { counted } from "./columns.ts";
import { renderDiagnostic } from "./diagnostic.ts";
import { duration } from "./duration.ts";
import { failureBlock } from "./failure.ts";
import { gateSentence } from "./gate.ts";
import { LiveRegion } from "./live-region.ts";
import type { Narration } from "./narration.ts";
import { plainText } from "./plain-text.ts";
import { progressText } from "./progress.ts";
import { shortReasons } from "./reason.ts";
import type { Reporter } from "./reporter.ts";
import { RunPicture } from "./run-picture.ts";
import { finishedLine, nameWidth } from "./stage-line.ts";
import { summary } from "./summary.ts";
import { watchLine } from "./watch-line.ts";

/** Milliseconds between two drawings: ten a second at most. */
const interval = 100;
/** Rows of running stages; more are counted. */
const mostRows = 8;

interface Running {
  readonly since: number;
  doing: string;
}

/** For a person at a terminal: a row for each running stage, redrawn in place; whatever is over is printed above. */
export class TerminalReporter implements Reporter {
  readonly #narration: Narration;
  readonly #region: LiveRegion;
  readonly #picture = new RunPicture();
  readonly #running = new Map<StageId, Running>();
  #width = 0;
  /** How many of the last lines on the screen are one stage's output: they need not be repeated if it fails. */
  #speaking: { readonly stage: StageId; readonly lines: number } | undefined;
  #closing: AbortController | undefined;

  constructor(narration: Narration) {
    this.#narration = narration;
    this.#region = new LiveRegion(narration.console);
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
    this.#region.draw([]);
  }

  #tell(event: Event): void {
    const { paint, clock, level } = this.#narration;
    switch (event.type) {
      case "run-started":
        this.#width = nameWidth(event.stages);
        this.#closing = new AbortController();
        void this.#tick(this.#closing.signal);
        return;
      case "lock-waiting":
        this.#print(`waiting for ${event.holder}`);
        return;
      case "stage-started":
        this.#running.set(event.stage, { since: clock.elapsed(), doing: shortReasons(event.reasons) });
        return;
      case "stage-progress": {
        const running = this.#running.get(event.stage);
        if (running !== undefined) running.doing = progressText(event);
        return;
      }
      case "stage-output":
        if (level !== "quiet") this.#printOutput(event.stage, event.line);
        return;
      case "stage-retrying":
        this.#print(renderDiagnostic(event.diagnostic, paint));
        this.#print(`${event.stage}: attempt ${event.attempt} failed, again in ${duration(event.delay)}`);
        return;
      case "stage-finished": {
        this.#running.delete(event.stage);
        const tail = this.#unseenTail(event.stage);
        const line = finishedLine(event, { narration: this.#narration, width: this.#width, reasons: true });
        if (line !== undefined) this.#print(line);
        if (event.outcome === "failed") this.#print(failureBlock(event, { narration: this.#narration, tail }));
        else for (const warning of event.diagnostics) this.#print(renderDiagnostic(warning, paint));
        return;
      }
      case "gate-evaluated":
        if (!event.passed) this.#print(`${paint.bad("gate failed")}  ${event.stage}: ${gateSentence(event)}`);
        else if (level === "verbose") this.#print(`gate passed  ${event.stage}: ${gateSentence(event)}`);
        return;
      case "notice":
        this.#print(renderDiagnostic(event.diagnostic, paint));
        return;
      case "run-finished":
        for (const line of summary(this.#picture, this.#narration)) this.#print(line);
        this.close();
        return;
      case "watching":
      case "files-changed":
        if (level !== "quiet") this.#print(watchLine(event, { narration: this.#narration, atWork: this.#picture.atWork }));
        return;
      default:
        unreachable(event);
    }
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
    const total = this.#picture.started?.stages.length ?? 0;
    if (total > 1 && all.length > 0) rows.push(`${this.#picture.stages.size} of ${counted(total, "stage")} done`);
    return rows;
  }
}
