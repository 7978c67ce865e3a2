import { setMaxListeners } from "node:events";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../diagnostics/exit-code.ts";
import type { Outcome } from "../events/event.ts";
import type { OnTransfer } from "../events/transfer.ts";
import { evaluateGates } from "../expression/evaluate-gates.ts";
import { type Assessment, assess } from "../freshness/assess.ts";
import { bringInputs } from "../freshness/bring-input.ts";
import { readSource } from "../freshness/read-inputs.ts";
import { longestRemaining } from "../graph/critical-path.ts";
import { makersOf } from "../graph/makers.ts";
import type { InputSource, PlanStage } from "../graph/plan.ts";
import { isPlaceholder } from "../graph/unknown-value.ts";
import type { Entry } from "../key/entry.ts";
import type { StageId } from "../platform/identity.ts";
import type { ActionResult } from "../store/store.ts";
import { collectMetrics } from "./collect-outputs.ts";
import { confirm, keepInStore } from "./confirm-fresh.ts";
import { noteOf } from "./effect-probe.ts";
import { execute, type PlacedExecution } from "./execute.ts";
import { fetchProgress } from "./fetch-progress.ts";
import { type Ending, type Finish, finishedEvent } from "./finished-event.ts";
import { notInLock } from "./not-in-lock.ts";
import type { Place } from "./pools/places.ts";
import { TimedSeat } from "./pools/timed-seat.ts";
import type { RunRequest } from "./request.ts";
import { restore } from "./restore.ts";
import type { Runner } from "./runner.ts";
import type { Seat } from "./schedule.ts";

/** How a stage ended in this run. */
export interface Ended {
  readonly outcome: Outcome;
  /** Without what it waited for pools. */
  readonly milliseconds: number;
  readonly result?: ActionResult;
  /** Failed gates of the stage itself and of what it is made from. */
  readonly gatedBy: ReadonlySet<StageId>;
}

/** What a stage that comes before has left. */
type Produced = (source: InputSource & { readonly kind: "stage" }) => Entry | undefined;

const pulls = ({ pull, mode }: RunRequest): boolean => pull === true || mode === "locked";

const bad = new Set<Outcome>(["failed", "blocked", "cancelled", "skipped"]);

/** Takes each stage of a run from "its needs have ended" to its own end. */
export class StageRun {
  readonly #runner: Runner;
  readonly #ended = new Map<StageId, Ended>();
  readonly #failed: StageId[] = [];
  readonly #gated: StageId[] = [];
  readonly #codes: ExitCode[] = [];
  /** Aborted where what has not begun will not begin any more. */
  readonly #givenUp = new AbortController();
  #priority: (stage: StageId) => number;

  constructor(runner: Runner) {
    this.#runner = runner;
    // Any number of stages may listen while they wait.
    setMaxListeners(0, runner.signal, this.#givenUp.signal);
    this.#priority = longestRemaining(runner.request);
  }

  readonly priority = (stage: StageId): number => this.#priority(stage);

  /** After the plan has grown. */
  planAnew(): void {
    this.#priority = longestRemaining(this.#runner.request);
  }

  get ended(): ReadonlyMap<StageId, Ended> {
    return this.#ended;
  }

  exitCodes(): readonly ExitCode[] {
    return [...(this.#gated.length > 0 ? [exitCodes.gateFailed] : []), ...this.#codes];
  }

  async process(stage: PlanStage, seat: Seat): Promise<void> {
    const { clock } = this.#runner.request.platform;
    const startedAt = clock.elapsed();
    const timed = new TimedSeat(seat, clock);
    const end = (ending: Ending): void =>
      this.#end({ stage, ending, milliseconds: clock.elapsed() - startedAt - timed.waited, waited: timed.waited });
    try {
      end(await this.#settle(stage, timed));
    } catch (error) {
      // The disk refused, and the run ends; who listens still hears how a stage that was begun has ended.
      if (!this.#ended.has(stage.id)) end({ outcome: "failed", reasons: [] });
      throw error;
    }
  }

  async #settle(stage: PlanStage, seat: TimedSeat): Promise<Ending> {
    let produced: Produced | undefined;
    for (let place: Place | undefined; ; ) {
      const standing = this.#inTheWay(stage);
      if (standing !== undefined) return standing;
      if (isPlaceholder(stage.id)) return { reasons: [], ...this.#runner.growth.endOf(stage) };
      produced ??= await this.#produced(stage);
      const judged = await assess(this.#runner.session.workspace, {
        stage,
        produced,
        forced: this.#forcedBy(stage),
        pull: pulls(this.#runner.request),
        onTransfer: this.#fetchProgress(stage),
      });
      if (!judged.ok) return this.#unjudged(stage, judged.failure);
      if (mustRun(judged.value) && place === undefined && this.#runner.request.mode !== "locked") {
        const signals = [this.#runner.signalOf(stage.id), this.#givenUp.signal];
        const taken = await this.#runner.places.take({ stage, seat, attempt: 1, signals });
        if (!taken.ok) return { outcome: "failed", reasons: judged.value.verdict.reasons, diagnostics: [taken.failure] };
        place = taken.value;
        // Meanwhile much may have been edited.
        if (place === undefined || place.waited) continue;
      }
      const ending = await this.#bring(stage, { assessment: judged.value, seat, granted: place?.granted ?? {} });
      if (ending !== undefined) return { ...ending, inputs: judged.value.inputs };
    }
  }

  #unjudged(stage: PlanStage, diagnostic: Diagnostic): Ending {
    const { restart } = this.#runner.request;
    if (diagnostic.code !== "missing-file" || restart === undefined) return { outcome: "failed", reasons: [], diagnostics: [diagnostic] };
    restart.inputChanged(stage.id);
    return { outcome: "cancelled", reasons: [] };
  }

  /** `undefined`: what was to be restored was not there after all; judge again. */
  async #bring(stage: PlanStage, { assessment, seat, granted }: Omit<PlacedExecution, "stage">): Promise<Ending | undefined> {
    const { verdict, result } = assessment;
    const { key, reasons } = verdict;
    const unlocked = this.#runner.request.mode === "locked" ? notInLock(this.#runner.lock, { stage, assessment }) : undefined;
    if (unlocked !== undefined) return { outcome: "failed", reasons, diagnostics: [unlocked] };
    if (assessment.note !== undefined) this.#runner.notify(noteOf(stage, assessment.note), stage.id);
    if (verdict.state === "fresh" && result !== undefined) {
      confirm(this.#runner, { stage, assessment, result });
      await keepInStore(this.#runner, { stage, assessment, result });
      return { outcome: "fresh", reasons, ...(key !== undefined && { key }), result };
    }
    if (verdict.state === "restorable" && result !== undefined) {
      const restored = await restore(this.#runner, { stage, assessment, result });
      return restored ? { outcome: "restored", reasons, key: verdict.key, result } : undefined;
    }
    const kept = await this.#bringData(stage, assessment);
    if (kept !== undefined) return { reasons, ...(key !== undefined && { key }), ...kept };
    const executed = await execute(this.#runner, { stage, assessment, seat, granted });
    if (executed.outcome !== "ran") return { reasons, ...(key !== undefined && { key }), ...executed };
    return { reasons, key: assessment.manifest.key, ...executed };
  }

  /** What it reads that is pinned and not here; `undefined` once all of it is. */
  async #bringData(stage: PlanStage, { inputs }: Assessment): Promise<Pick<Ending, "outcome" | "diagnostics"> | undefined> {
    const signal = this.#runner.signalOf(stage.id);
    try {
      const brought = await bringInputs(this.#runner.session.workspace, { stage, inputs, signal, onTransfer: this.#fetchProgress(stage) });
      return brought.ok ? undefined : { outcome: "failed", diagnostics: [brought.failure] };
    } catch (error) {
      if (signal.aborted) return { outcome: "cancelled" };
      throw error;
    }
  }

  #fetchProgress({ id }: PlanStage): OnTransfer {
    const { emit, request } = this.#runner;
    return fetchProgress({ clock: request.platform.clock, stage: id, emit });
  }

  #forcedBy({ does, rerun }: PlanStage): "--force" | "--verify" | undefined {
    const { mode } = this.#runner.request;
    if (mode === "force") return "--force";
    return mode === "verify" && !does.effect && !rerun ? "--verify" : undefined;
  }

  /** Before it is judged: skipped, stopped, or behind something that did not end well. */
  #inTheWay(stage: PlanStage): Ending | undefined {
    if (stage.skipped) return { outcome: "skipped", reasons: [] };
    if (this.#runner.signalOf(stage.id).aborted) return { outcome: "cancelled", reasons: [] };
    const makers = makersOf(stage);
    const standing = makers.filter((maker) => bad.has(this.#ended.get(maker)?.outcome ?? "fresh"));
    if (standing.length > 0) return { outcome: "blocked", reasons: [], blockedBy: standing };
    const gates = stage.does.effect ? makers.flatMap((maker) => [...(this.#ended.get(maker)?.gatedBy ?? [])]) : [];
    if (gates.length > 0) return { outcome: "blocked", reasons: [], blockedBy: [...new Set(gates)] };
    if (this.#failed.length > 0 && !this.#runner.request.keepGoing)
      return { outcome: "cancelled", reasons: [], blockedBy: [...this.#failed] };
    return undefined;
  }

  /** Outputs of stages that are part of this run are as those left them; of others, as they lie in the workspace. */
  async #produced(stage: PlanStage): Promise<Produced> {
    const lying = new Map<string, Entry>();
    for (const source of stage.inputs.flatMap((input) => input.from)) {
      if (source.kind !== "stage" || this.#ended.has(source.stage)) continue;
      const entry = await readSource(this.#runner.session.workspace, source);
      if (entry !== undefined) lying.set(source.path, entry);
    }
    return (source) => this.#ended.get(source.stage)?.result?.outputs[source.port] ?? lying.get(source.path);
  }

  #end({ stage, ending, milliseconds, waited }: Finish): void {
    const { result } = ending;
    const inherited = makersOf(stage).flatMap((maker) => [...(this.#ended.get(maker)?.gatedBy ?? [])]);
    if (ending.outcome === "failed") this.#failed.push(stage.id);
    if (ending.outcome === "failed" && !this.#runner.request.keepGoing) this.#givenUp.abort();
    this.#codes.push(...(ending.diagnostics ?? []).map(exitCodeOf));
    if (ending.outcome === "cancelled" && this.#isToBegin(stage)) this.#codes.push(exitCodes.interrupted);
    const passed = result === undefined || this.#judgeGates(stage, result);
    const gatedBy = new Set(passed ? inherited : [...inherited, stage.id]);
    this.#ended.set(stage.id, { outcome: ending.outcome, milliseconds, ...(result !== undefined && { result }), gatedBy });
    this.#runner.emit(finishedEvent(this.#runner, { stage, ending, milliseconds, waited }));
  }

  /** Whether an edit, and nothing else, has stopped it. */
  #isToBegin(stage: PlanStage): boolean {
    return this.#runner.request.restart?.signalOf(stage.id).aborted === true && !this.#runner.signal.aborted;
  }

  /** At every run, also on what is fresh. */
  #judgeGates(stage: PlanStage, result: ActionResult): boolean {
    if (stage.gates.length === 0) return true;
    const { session, request, emit, notify } = this.#runner;
    const measured = collectMetrics(session.workspace, { stage, type: "measurement" });
    const metrics = { ...(measured.ok ? measured.value : {}), ...result.metrics };
    const judged = evaluateGates({ stage: stage.id, gates: stage.gates, metrics, sources: request.plan.pipeline.sources });
    for (const event of judged.evaluated) emit(event);
    for (const diagnostic of judged.diagnostics) notify(diagnostic, stage.id);
    if (!judged.passed) this.#gated.push(stage.id);
    return judged.passed;
  }
}

const environmentCodes = new Set<Diagnostic["code"]>(["data-absent", "disk-failed", "object-absent", "pool-too-small"]);

/** Whether it is neither here nor to be had without running. */
const mustRun = ({ verdict, result }: Assessment): boolean =>
  !((verdict.state === "fresh" || verdict.state === "restorable") && result !== undefined);

/** What a failure of a stage means for the whole run. */
function exitCodeOf({ code, severity }: Diagnostic): ExitCode {
  if (severity === "warning") return exitCodes.ok;
  if (code === "stale") return exitCodes.stale;
  return environmentCodes.has(code) ? exitCodes.environment : exitCodes.stageFailed;
}
