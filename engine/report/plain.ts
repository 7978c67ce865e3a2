import type { Event, StageProgress } from "../events/event.ts";
import type { StageId } from "../platform/identity.ts";
import { unreachable } from "../platform/result.ts";
import { annotation } from "./annotation.ts";
import { renderDiagnostic } from "./diagnostic.ts";
import { duration } from "./duration.ts";
import { failureBlock } from "./failure.ts";
import { gateSentence } from "./gate.ts";
import type { Narration } from "./narration.ts";
import { plainText } from "./plain-text.ts";
import { progressText } from "./progress.ts";
import { shortReasons } from "./reason.ts";
import type { Reporter } from "./reporter.ts";
import { RunPicture } from "./run-picture.ts";
import { finishedLine, nameWidth, stageLine } from "./stage-line.ts";
import { summary } from "./summary.ts";
import { watchLine } from "./watch-line.ts";

/** Milliseconds between two signs of life of a long stage. */
const heartbeat = 30_000;

/** For a log file or a CI job: only whole lines, and each stage's output together, once it is over. */
export class PlainReporter implements Reporter {
  readonly #narration: Narration;
  readonly #picture = new RunPicture();
  readonly #output = new Map<StageId, string[]>();
  readonly #lastSign = new Map<StageId, number>();
  #width = 0;

  constructor(narration: Narration) {
    this.#narration = narration;
  }

  on(event: Event): void {
    this.#picture.on(event);
    const { paint, level } = this.#narration;
    switch (event.type) {
      case "run-started":
        this.#width = nameWidth(event.stages);
        return;
      case "lock-waiting":
        this.#print(`waiting for ${event.holder}`);
        return;
      case "stage-started":
        this.#lastSign.set(event.stage, this.#narration.clock.elapsed());
        if (level !== "quiet") this.#line(event.stage, { word: "started", detail: shortReasons(event.reasons) });
        return;
      case "stage-progress":
        this.#progress(event);
        return;
      case "stage-output":
        if (level !== "quiet") this.#outputOf(event.stage).push(plainText(event.line));
        return;
      case "stage-retrying":
        this.#group(event.stage);
        this.#print(renderDiagnostic(event.diagnostic, paint));
        this.#print(`${event.stage}: attempt ${event.attempt} failed, again in ${duration(event.delay)}`);
        return;
      case "stage-finished": {
        this.#group(event.stage);
        const reasons = event.outcome === "restored";
        const line = finishedLine(event, { narration: this.#narration, width: this.#width, reasons });
        if (line !== undefined) this.#print(line);
        const tail = level === "quiet" ? this.#picture.tail(event.stage) : [];
        if (event.outcome === "failed") this.#print(failureBlock(event, { narration: this.#narration, tail }));
        else for (const warning of event.diagnostics) this.#print(renderDiagnostic(warning, paint));
        if (this.#narration.annotate) for (const diagnostic of event.diagnostics) this.#print(annotation(event.stage, diagnostic));
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
        return;
      case "watching":
      case "files-changed":
        if (level !== "quiet") this.#print(watchLine(event, { narration: this.#narration, atWork: this.#picture.atWork }));
        return;
      default:
        unreachable(event);
    }
  }

  close(): void {
    for (const stage of [...this.#output.keys()]) this.#group(stage);
  }

  #progress(event: StageProgress): void {
    const now = this.#narration.clock.elapsed();
    if (this.#narration.level === "quiet" || now - (this.#lastSign.get(event.stage) ?? now) < heartbeat) return;
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
