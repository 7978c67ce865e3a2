import type { Event, GateEvaluated, Outcome, RunFinished, RunStarted, StageFinished } from "../events/event.ts";
import { grown } from "../events/grown.ts";
import type { StageId } from "../platform/identity.ts";
import { unreachable } from "../platform/result.ts";
import { counted } from "./columns.ts";

/** Lines of output that are kept of each running stage, to be shown if it fails. */
const keptLines = 20;

/** What has been told of a run so far, gathered for whoever speaks at the end. */
export class RunPicture {
  started: RunStarted | undefined;
  finished: RunFinished | undefined;
  readonly stages = new Map<StageId, StageFinished>();
  readonly gates: GateEvaluated[] = [];
  readonly #tails = new Map<StageId, string[]>();
  #failures = 0;

  on(event: Event): void {
    switch (event.type) {
      case "run-started":
        this.#begin(event);
        return;
      case "stages-added":
        if (this.started !== undefined) this.started = grown(this.started, event);
        return;
      case "stage-started":
        this.#tails.set(event.stage, []);
        return;
      case "stage-output":
        this.#keep(event.stage, event.line);
        return;
      case "stage-finished":
        this.stages.set(event.stage, event);
        if (event.outcome === "failed") this.#failures += 1;
        else this.#tails.delete(event.stage);
        return;
      case "gate-evaluated":
        this.gates.push(event);
        return;
      case "run-finished":
        this.finished = event;
        return;
      case "lock-waiting":
      case "stage-waiting":
      case "stage-progress":
      case "undeclared-io":
      case "stage-retrying":
      case "notice":
      case "watching":
      case "files-changed":
        return;
      default:
        unreachable(event);
    }
  }

  /** `watch` tells of one run after another. */
  #begin(event: RunStarted): void {
    this.started = event;
    this.finished = undefined;
    this.stages.clear();
    this.gates.length = 0;
    this.#tails.clear();
    this.#failures = 0;
  }

  with(outcome: Outcome): readonly StageFinished[] {
    return [...this.stages.values()].filter((stage) => stage.outcome === outcome);
  }

  /** Those that have ended; `stages` has them as they ended. */
  inPlanOrder(): readonly StageFinished[] {
    return (this.started?.stages ?? []).flatMap((stage) => this.stages.get(stage) ?? []);
  }

  get atWork(): boolean {
    return this.started !== undefined && this.finished === undefined;
  }

  get failures(): number {
    return this.#failures;
  }

  get failedGates(): readonly GateEvaluated[] {
    return this.gates.filter((gate) => !gate.passed);
  }

  /** The last lines that a stage wrote in its last attempt. */
  tail(stage: StageId): readonly string[] {
    return this.#tails.get(stage) ?? [];
  }

  #keep(stage: StageId, line: string): void {
    const tail = this.#tails.get(stage) ?? [];
    tail.push(line);
    if (tail.length > keptLines) tail.shift();
    this.#tails.set(stage, tail);
  }
}

/** `812 of 10000 stages done, 3 failed`. */
export function progressOf({ started, stages, failures }: RunPicture): string {
  const failed = failures === 0 ? "" : `, ${failures} failed`;
  return `${stages.size} of ${counted(started?.stages.length ?? 0, "stage")} done${failed}`;
}
