import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes, mostSevere } from "../diagnostics/exit-code.ts";
import type { Event } from "../events/event.ts";
import { edgesOf } from "../graph/edges.ts";
import { GrowingPlan } from "../graph/growing-plan.ts";
import type { PlanStage } from "../graph/plan.ts";
import { Ledger } from "../lock/ledger.ts";
import type { StageId } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";
import { millraceVersion } from "../platform/version.ts";
import { plainValue } from "../spec/plain-value.ts";
import { Attempts } from "./attempts.ts";
import type { Following } from "./follow/following.ts";
import { Growth } from "./growth.ts";
import { headCommit } from "./head-commit.ts";
import { removeLeftoversOfDead } from "./leftovers.ts";
import { LockKeeper } from "./lock-keeper.ts";
import { OutputKeeper } from "./output-keeper.ts";
import { neverFitting } from "./pools/never-fitting.ts";
import { openLine } from "./pools/open-line.ts";
import { Places } from "./pools/places.ts";
import { acquireProjectLock, type ProjectLock } from "./project-lock.ts";
import type { Restart, RunRequest, RunSummary } from "./request.ts";
import type { Runner } from "./runner.ts";
import { schedule } from "./schedule.ts";
import { openSession, type Session } from "./session.ts";
import { type Ended, StageRun } from "./stage-run.ts";
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
  const commit = headCommit(platform.disk, plan.pipeline.projectRoot);
  emit({
    type: "run-started",
    run: id,
    pipeline: plan.pipeline.file,
    name: plan.pipeline.name,
    at: platform.clock.now(),
    stages: [...plan.stages.keys()].filter((stage) => plan.selected.has(stage)),
    params: plainValue(plan.pipeline.params),
    jobs: request.jobs,
    edges: edgesOf(plan),
    environment: {
      millrace: millraceVersion(),
      node: platform.environment.node,
      system: platform.environment.system,
      processors: platform.environment.processors,
    },
    ...(commit !== undefined && { commit }),
  });
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
  const following = await followingOf({ request, session, notify });
  const line = request.line ?? openLine(session.config.pools, request.jobs);
  const places = new Places({ plan, config: session.config.pools, line, executor: session.executor, signal, emit });
  const tooLarge = await neverFitting({ request, plan, places });
  for (const diagnostic of tooLarge) notify(diagnostic);
  if (following === "impossible" || tooLarge.length > 0) {
    await session.close();
    lease.release();
    return { exitCode: exitCodes.environment, ended: new Map() };
  }
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

interface FollowingQuestion {
  readonly request: RunRequest;
  readonly session: Session;
  readonly notify: (diagnostic: Diagnostic) => void;
}

/** `impossible`: it was asked for strictly, and cannot be. */
async function followingOf({ request, session, notify }: FollowingQuestion): Promise<Following | undefined | "impossible"> {
  const { trace: mode, signal } = request;
  if (mode === undefined) return undefined;
  const { openFollowing } = await import("./follow/open-following.ts");
  const opened = await openFollowing(session.executor, { mode, exclude: session.workspace.exclude("."), signal });
  if (opened.ok) return opened.value;
  notify(opened.failure);
  return mode.strict ? "impossible" : undefined;
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

function reportDamage({ session, notify }: Runner): void {
  const { lock, plan } = session.workspace;
  const { lockFile } = plan.pipeline;
  for (const [stage, damage] of lock.damaged) {
    notify(
      {
        code: damage === "seal" ? "lock-damaged" : "lock-conflict",
        severity: "warning",
        message: `${lockFile}: the record of stage ${stage} does not count`,
        why: {
          seal: "its seal is broken: the line was edited",
          conflict: "it stands between conflict markers",
          duplicate: "two different lines name it",
        }[damage],
        hint: "nothing to do: the stage is judged as if it had no record, and the line is written again",
      },
      stage,
    );
  }
}

const interruptedBy = (signal: AbortSignal): ExitCode => (signal.reason === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted);

/** What the disk refuses is an expected failure; anything else is a bug. `resumes`: a second try goes on where this one stopped. */
export function diskFailure(error: unknown, { resumes = true } = {}): Diagnostic | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return undefined;
  if (error.code === "EILSEQ") {
    const why = "such a file could be neither named in a listing nor restored";
    return { code: "disk-failed", severity: "error", message: error.message, why, hint: "rename it, or leave it out" };
  }
  return {
    code: "disk-failed",
    severity: "error",
    message: error.message,
    why: resumes ? "the disk refused; what was finished before is recorded" : "the disk refused",
    hint: `${error.code === "ENOSPC" ? "free space (`millrace du` says what fills the disk)" : "free space or mend permissions"}, then ${resumes ? "run again: it goes on where it stopped" : "try again"}`,
  };
}

/** Sorts by time; to the millisecond, since a program may start several runs in a second. */
const runId = ({ platform }: RunRequest): string =>
  `${new Date(platform.clock.now()).toISOString().replace(/[-:.]/g, "")}-${platform.environment.processId}`;
