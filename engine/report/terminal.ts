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
  #open = false;

  constructor(narration: Narration) {
    this.#narration = narration;
    this.#region = new LiveRegion(narration.console);
  }

  on(event: Event): void {
    this.#picture.on(event);
    const { paint, clock, level } = this.#narration;
    switch (event.type) {
      case "run-started":
        this.#width = nameWidth(event.stages);
        this.#open = true;
        void this.#tick();
        return;
      case "lock-waiting":
        this.#region.print(`waiting for ${event.holder}`);
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
        if (level !== "quiet") this.#region.print(`${paint.quiet(`${event.stage.padEnd(this.#width)} |`)} ${plainText(event.line)}`);
        return;
      case "stage-retrying":
        this.#region.print(renderDiagnostic(event.diagnostic, paint));
        this.#region.print(`${event.stage}: attempt ${event.attempt} failed, again in ${duration(event.delay)}`);
        return;
      case "stage-finished": {
        this.#running.delete(event.stage);
        const line = finishedLine(event, { narration: this.#narration, width: this.#width, reasons: true });
        if (line !== undefined) this.#region.print(line);
        if (event.outcome === "failed") {
          this.#region.print(failureBlock(event, { narration: this.#narration, tail: this.#picture.tail(event.stage) }));
        }
        return;
      }
      case "gate-evaluated":
        if (!event.passed) this.#region.print(`${paint.bad("gate failed")}  ${event.stage}: ${gateSentence(event)}`);
        else if (level === "verbose") this.#region.print(`gate passed  ${event.stage}: ${gateSentence(event)}`);
        return;
      case "notice":
        this.#region.print(renderDiagnostic(event.diagnostic, paint));
        return;
      case "run-finished":
        for (const line of summary(this.#picture, this.#narration)) this.#region.print(line);
        this.close();
        return;
      default:
        unreachable(event);
    }
  }

  close(): void {
    this.#open = false;
    this.#region.draw([]);
  }

  async #tick(): Promise<void> {
    while (this.#open) {
      this.#region.draw(this.#rows());
      await this.#narration.clock.wait(interval);
    }
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
