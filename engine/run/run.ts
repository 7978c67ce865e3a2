import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes, mostSevere } from "../diagnostics/exit-code.ts";
import type { Event } from "../events/event.ts";
import { GrowingPlan } from "../graph/growing-plan.ts";
import type { Plan, PlanStage } from "../graph/plan.ts";
import { Ledger } from "../lock/ledger.ts";
import type { StageId } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";
import { Attempts } from "./attempts.ts";
import { diskFailure } from "./disk-failure.ts";
import { type FollowingQuestion, followingOf } from "./follow/following-of.ts";
import { Growth } from "./growth.ts";
import { removeLeftoversOfDead } from "./leftovers.ts";
import { LockKeeper } from "./lock-keeper.ts";
import { OutputKeeper } from "./output-keeper.ts";
import { neverFitting } from "./pools/never-fitting.ts";
import { openLine } from "./pools/open-line.ts";
import { Places } from "./pools/places.ts";
import { acquireProjectLock, type ProjectLock } from "./project-lock.ts";
import { reportDamage } from "./report-damage.ts";
import type { Restart, RunRequest, RunSummary } from "./request.ts";
import type { Runner } from "./runner.ts";
import { schedule } from "./schedule.ts";
import { openSession } from "./session.ts";
import { type Ended, StageRun } from "./stage-run.ts";
import { startedEvent } from "./started-event.ts";
import { leaseStore } from "./store-lease.ts";
import { summarise } from "./summarise.ts";

/** Brings the selected stages up to date. One engine a project: a second one waits. What the disk refuses ends the run with a message. */
export async function run(given: RunRequest): Promise<RunSummary> {
  const { platform } = given;
  const plan = new GrowingPlan(given.plan);
  const request: RunRequest = { ...given, plan };
  const startedAt = platform.clock.elapsed();
  const id = runId(request);
  const emit = (event: Event): void => {
    for (const listener of request.listeners) listener(event);
  };
  const end = (exitCode: ExitCode, runs: ReadonlyMap<StageId, Ended>): RunSummary =>
    summarise({ id, emit, exitCode, milliseconds: platform.clock.elapsed() - startedAt, runs, request });
  try {
    const projectLock = await acquireProjectLock({
      platform,
      projectRoot: request.plan.pipeline.projectRoot,
      wait: request.wait,
      signal: request.signal,
      onWaiting: (holder) => emit({ type: "lock-waiting", holder }),
    });
    if (!projectLock.ok) {
      emit({ type: "notice", diagnostic: projectLock.failure });
      return end(request.signal.aborted ? interruptedBy(request.signal) : exitCodes.environment, new Map());
    }
    try {
      const { exitCode, ended } = await runStages({ request, plan, id, emit, projectLock: projectLock.value });
      return end(exitCode, ended);
    } finally {
      projectLock.value.release();
    }
  } catch (error) {
    const diagnostic = diskFailure(error);
    if (diagnostic === undefined) throw error;
    emit({ type: "notice", diagnostic });
    return end(exitCodes.environment, new Map());
  }
}

interface StagesRequest {
  readonly request: RunRequest;
  readonly plan: GrowingPlan;
  readonly id: string;
  readonly emit: (event: Event) => void;
  readonly projectLock: ProjectLock;
}

interface StagesEnd {
  readonly exitCode: ExitCode;
  readonly ended: ReadonlyMap<StageId, Ended>;
}

async function runStages({ request, plan, id, emit, projectLock }: StagesRequest): Promise<StagesEnd> {
  const { platform } = request;
  emit(startedEvent({ request, plan, id }));
  const notify = (diagnostic: Diagnostic, stage?: StageId): void =>
    emit({ type: "notice", diagnostic, ...(stage !== undefined && { stage }) });
  const session = await openSession({ plan, platform, notify, signal: request.signal, onWatchdog: projectLock.bequeath });
  const lease = await leaseStore({
    platform,
    storeFolder: session.config.store.folder,
    projectRoot: plan.pipeline.projectRoot,
    signal: request.signal,
    onWaiting: (holder) => emit({ type: "lock-waiting", holder }),
  });
  const ledger = new Ledger({ disk: platform.disk, file: join(session.stateFolder, "state", "ledger.jsonl") });
  const lock = new LockKeeper({ workspace: session.workspace, platform });
  const keeper = new OutputKeeper({
    workspace: session.workspace,
    ledger,
    displacedFolder: join(session.stateFolder, "displaced", id),
    notify,
  });
  const broken = new AbortController();
  const signal = AbortSignal.any([request.signal, broken.signal]);
  const signalOf = stageSignals(signal, request.restart);
  const line = request.line ?? openLine(session.config.pools, request.jobs);
  const places = new Places({ plan, config: session.config.pools, line, executor: session.executor, signal, emit });
  const withdraw = async (): Promise<void> => {
    await session.close();
    lease.release();
  };
  const begun = await beginning({ request, plan, session, places, notify }).catch(async (error: unknown) => {
    await withdraw();
    throw error;
  });
  if (begun === "impossible") {
    await withdraw();
    return { exitCode: exitCodes.environment, ended: new Map() };
  }
  const { following } = begun;
  const attempts = new Attempts({ plan, run: id, executor: session.executor, signalOf, emit, following });
  const growth = new Growth({
    plan,
    session,
    keeper,
    restart: request.restart,
    emit,
    notify,
    outputsOf: (stage) => stageRun.ended.get(stage)?.result?.outputs,
    onGrown: () => stageRun.planAnew(),
  });
  const runner: Runner = { request, signal, signalOf, session, keeper, lock, attempts, places, growth, emit, notify };
  const stageRun = new StageRun(runner);
  const codes: ExitCode[] = [];
  try {
    reportDamage(runner);
    tidyState(platform, session.stateFolder);
    if (plan.complete) await keeper.sweep();
    const bring = (stages: readonly PlanStage[]): Promise<void> =>
      schedule({
        stages,
        jobs: request.jobs,
        line,
        priority: stageRun.priority,
        process: (stage, seat) => stageRun.process(stage, seat),
        stop: () => broken.abort(),
        after: (stage) => growth.after(stage),
      });
    await bring(await growth.begin());
    // What never came to be still has to be told how it ended.
    await bring([...plan.stages.values()].filter((stage) => stage.pending && plan.selected.has(stage.id)));
    if (plan.complete) lock.keepOnly(plan);
  } catch (error) {
    const diagnostic = diskFailure(error);
    if (diagnostic === undefined) throw error;
    notify(diagnostic);
    codes.push(exitCodes.environment);
  } finally {
    await session.close();
    codes.push(...saveAll({ runner, ledger }));
    lease.release();
  }
  if (request.signal.aborted) codes.push(interruptedBy(request.signal));
  return { exitCode: mostSevere([...codes, ...stageRun.exitCodes()]), ended: stageRun.ended };
}

interface Beginning extends FollowingQuestion {
  readonly plan: Plan;
  readonly places: Places;
}

/** `impossible`: a stage that must run could not, or not as it was asked for; that has been said. */
async function beginning({ request, plan, session, places, notify }: Beginning) {
  const following = await followingOf({ request, session, notify });
  const tooLarge = await neverFitting({ request, plan, places });
  for (const diagnostic of tooLarge) notify(diagnostic);
  return following === "impossible" || tooLarge.length > 0 ? "impossible" : { following };
}

function stageSignals(signal: AbortSignal, restart: Restart | undefined): (stage: StageId) => AbortSignal {
  return restart === undefined ? () => signal : (stage) => AbortSignal.any([signal, restart.signalOf(stage)]);
}

/** What engines that were killed while they wrote have left there. */
function tidyState(platform: Platform, stateFolder: string): void {
  for (const folder of [stateFolder, join(stateFolder, "state"), join(stateFolder, "state", "source")]) {
    removeLeftoversOfDead(platform, { point: "scratch", folder });
  }
}

function saveAll({ runner, ledger }: { readonly runner: Runner; readonly ledger: Ledger }): readonly ExitCode[] {
  runner.session.statCache.save();
  runner.session.storeUse.save(runner.request.platform.clock.now());
  try {
    runner.lock.save();
    ledger.compact();
    return [];
  } catch (error) {
    const diagnostic = diskFailure(error);
    if (diagnostic === undefined) throw error;
    runner.notify(diagnostic);
    return [exitCodes.environment];
  }
}

const interruptedBy = (signal: AbortSignal): ExitCode => (signal.reason === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted);

/** Sorts by time; to the millisecond, since a program may start several runs in a second. */
const runId = ({ platform }: RunRequest): string =>
  `${new Date(platform.clock.now()).toISOString().replace(/[-:.]/g, "")}-${platform.environment.processId}`;
