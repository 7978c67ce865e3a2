import type { Event, StageProgress } from "../events/event.ts";
import type { StageId } from "../platform/identity.ts";
import { unreachable } from "../platform/result.ts";
import { annotation } from "./annotation.ts";
import type { Narration } from "./narration.ts";
import { plainText } from "./plain-text.ts";
import { progressText } from "./progress.ts";
import { shortReasons } from "./reason.ts";
import type { Reporter } from "./reporter.ts";
import { progressOf, RunPicture } from "./run-picture.ts";
import { nameWidth, stageLine, waitingWords } from "./stage-line.ts";
import { endTold, type ToldAlike, toldAlike } from "./told-alike.ts";
import { fullLine, ToldStages } from "./told-stages.ts";

/** Milliseconds between two signs of life of a long stage, and of a run of which not every stage is told of. */
const heartbeat = 30_000;

/** For a log file or a CI job: only whole lines, and each stage's output together, once it is over. */
export class PlainReporter implements Reporter {
  readonly #narration: Narration;
  readonly #picture = new RunPicture();
  readonly #output = new Map<StageId, string[]>();
  readonly #lastSign = new Map<StageId, number>();
  readonly #told: ToldStages;
  #width = 0;
  /** When it was last said how far the run is. */
  #countedAt = 0;

  constructor(narration: Narration) {
    this.#narration = narration;
    this.#told = new ToldStages(narration.level, () => {
      this.#countedAt = narration.clock.elapsed();
      this.#print(fullLine);
    });
  }

  on(event: Event): void {
    this.#picture.on(event);
    const { level } = this.#narration;
    switch (event.type) {
      case "run-started":
        this.#width = nameWidth(event.stages);
        this.#told.clear();
        return;
      case "stages-added":
        this.#width = Math.max(this.#width, nameWidth(this.#picture.started?.stages ?? []));
        return;
      case "stage-waiting":
        if (level === "verbose") this.#line(event.stage, { word: "waiting", detail: waitingWords(event.for) });
        return;
      case "stage-started":
        this.#lastSign.set(event.stage, this.#narration.clock.elapsed());
        if (level !== "quiet" && this.#told.has(event.stage))
          this.#line(event.stage, {
            word: "started",
            detail: event.attempt > 1 ? `attempt ${event.attempt}` : shortReasons(event.reasons),
          });
        return;
      case "stage-progress":
        this.#progress(event);
        return;
      case "stage-output":
        if (level !== "quiet" && this.#told.has(event.stage)) this.#outputOf(event.stage).push(plainText(event.line));
        return;
      case "stage-retrying":
        this.#group(event.stage);
        this.#tell(event);
        return;
      case "stage-finished": {
        this.#group(event.stage);
        const reasons = event.outcome === "restored";
        const isUnseen = event.outcome === "failed" && (level === "quiet" || !this.#told.has(event.stage));
        const tail = isUnseen ? this.#picture.tail(event.stage) : [];
        const telling = { narration: this.#narration, width: this.#width, reasons, tail, told: this.#told };
        for (const block of endTold(event, telling)) this.#print(block);
        this.#count();
        if (this.#narration.annotate) for (const diagnostic of event.diagnostics) this.#print(annotation(event.stage, diagnostic));
        return;
      }
      case "lock-waiting":
      case "undeclared-io":
      case "gate-evaluated":
      case "notice":
      case "run-finished":
      case "watching":
      case "files-changed":
        this.#tell(event);
        return;
      default:
        unreachable(event);
    }
  }

  close(): void {
    for (const stage of [...this.#output.keys()]) this.#group(stage);
  }

  #tell(event: ToldAlike): void {
    for (const block of toldAlike(event, { narration: this.#narration, picture: this.#picture })) this.#print(block);
  }

  /** How far the run is, now and then, where its stages do not say it. */
  #count(): void {
    const now = this.#narration.clock.elapsed();
    if (!this.#told.isFull || this.#narration.level === "quiet" || now - this.#countedAt < heartbeat) return;
    this.#countedAt = now;
    this.#print(progressOf(this.#picture));
  }

  #progress(event: StageProgress): void {
    const now = this.#narration.clock.elapsed();
    // One that has not started has given no sign yet: it is fetched.
    if (this.#narration.level === "quiet" || now - (this.#lastSign.get(event.stage) ?? now - heartbeat) < heartbeat) return;
    this.#lastSign.set(event.stage, now);
    this.#line(event.stage, { word: "at work", detail: progressText(event) });
  }

  #outputOf(stage: StageId): string[] {
    const lines = this.#output.get(stage) ?? [];
    this.#output.set(stage, lines);
    return lines;
  }

  #group(stage: StageId): void {
    const lines = this.#output.get(stage) ?? [];
    this.#output.delete(stage);
    if (lines.length === 0) return;
    if (this.#narration.annotate) this.#print([`::group::${stage}`, ...lines, "::endgroup::"].join("\n"));
    else this.#print(lines.map((line) => `  | ${line}`.trimEnd()).join("\n"));
  }

  #line(stage: StageId, { word, detail }: { readonly word: string; readonly detail: string }): void {
    const { paint } = this.#narration;
    this.#print(stageLine({ stage, word, detail, width: this.#width, colour: paint.quiet, paint }));
  }

  #print(text: string): void {
    this.#narration.console.error(`${text}\n`);
  }
}
