import { join, relative } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import type { Listener } from "../../events/event.ts";
import type { Platform } from "../../platform/platform.ts";
import type { WaitingLine } from "../../run/pools/waiting-line.ts";
import type { RunSummary } from "../../run/request.ts";
import { readRun } from "../read-run.ts";
import { recordedRun } from "../recorded-run.ts";
import { overviewOf } from "../run-overview.ts";
import { type Experiment, type ExperimentResult, settingText } from "./experiment.ts";
import { ExperimentFiles } from "./experiment-files.ts";
import { planExperiment } from "./experiment-plan.ts";
import { makePrivateCopy } from "./private-copy.ts";

export interface ExperimentRun {
  readonly platform: Platform;
  /** Absolute: of the workspace. */
  readonly projectRoot: string;
  readonly experiment: Experiment;
  /** Absolute: where its private copy is to be. */
  readonly folder: string;
  /** Stages at a time. */
  readonly jobs: number;
  /** For the pools, which experiments that run at a time share. */
  readonly line: WaitingLine;
  readonly signal: AbortSignal;
  readonly listener: Listener;
}

/**
 * Runs an experiment in a private copy of the project. Its record says first who runs it, last what came of it, so that one whose
 * process is killed is seen to be interrupted; the copy is gone in the end, whatever happened, and its log is kept.
 */
export async function runExperiment(run: ExperimentRun): Promise<Experiment> {
  const { platform, projectRoot, experiment } = run;
  const files = new ExperimentFiles({ platform, projectRoot });
  const { environment, processes, clock } = platform;
  const startedAt = clock.now();
  const since = clock.elapsed();
  const runner = {
    processId: environment.processId,
    startTime: processes.startTime(environment.processId) ?? "",
    host: environment.hostName,
    startedAt,
  };
  files.write({ ...experiment, runner });
  const finish = (result: Omit<ExperimentResult, "milliseconds">): Experiment => {
    const ended = { ...experiment, runner, result: { ...result, milliseconds: Math.round(clock.elapsed() - since) } };
    files.write(ended);
    return ended;
  };
  try {
    const began = await begin(run);
    if ("problem" in began) return finish({ ...nothing, exitCode: began.exitCode, problem: began.problem });
    keep({ ...run, lockFile: began.lockFile });
    return finish(resultOf(run, began.summary));
  } finally {
    platform.disk.remove("experiment", run.folder);
  }
}

const nothing: Pick<ExperimentResult, "metrics" | "gates" | "counts" | "failed"> = {
  metrics: {},
  gates: [],
  counts: { ran: 0, restored: 0, fresh: 0, failed: 0, blocked: 0, skipped: 0, cancelled: 0 },
  failed: [],
};

type Begun = { readonly summary: RunSummary; readonly lockFile: string } | { readonly problem: string; readonly exitCode: ExitCode };

async function begin(run: ExperimentRun): Promise<Begun> {
  const { platform, projectRoot, experiment, folder } = run;
  const settings = experiment.settings.map(settingText);
  const { stages } = experiment;
  // In the workspace first: what is wrong is told with paths that stay.
  const here = await planExperiment({ platform, file: join(projectRoot, experiment.pipeline), settings, stages });
  if (!here.ok) return refused(here.failure, run.listener);
  platform.disk.remove("experiment", folder);
  await makePrivateCopy({ platform, plan: here.value.plan, folder });
  const inside = within(platform, { projectRoot, folder });
  const there = await planExperiment({ platform: inside, file: join(folder, experiment.pipeline), settings, stages });
  if (!there.ok) return refused(there.failure, run.listener);
  const summary = await recordedRun({
    plan: there.value.plan,
    platform: inside,
    jobs: run.jobs,
    line: run.line,
    mode: "update",
    keepGoing: false,
    wait: true,
    signal: run.signal,
    listeners: [run.listener],
  });
  return { summary, lockFile: there.value.plan.pipeline.lockFile };
}

function refused(diagnostics: readonly Diagnostic[], listener: Listener): Begun {
  for (const diagnostic of diagnostics) listener({ type: "notice", diagnostic });
  const first = diagnostics.find(({ severity }) => severity === "error");
  return { problem: first?.message ?? "the pipeline cannot be run", exitCode: exitCodes.usage };
}

/** The same place in the copy, so that messages name files as they are named in the workspace. */
function within(platform: Platform, { projectRoot, folder }: { readonly projectRoot: string; readonly folder: string }): Platform {
  const inside = relative(projectRoot, platform.environment.workingDirectory);
  const workingDirectory = inside.startsWith("..") ? folder : join(folder, inside);
  return { ...platform, environment: { ...platform.environment, workingDirectory } };
}

/** The log, what stages printed, and the lock, in the folder of the experiment. */
function keep({ platform, projectRoot, experiment, folder, lockFile }: ExperimentRun & { readonly lockFile: string }): void {
  const { disk } = platform;
  const kept = new ExperimentFiles({ platform, projectRoot }).folderOf(experiment.name);
  disk.remove("experiment", kept);
  for (const path of [join(".millrace", "runs"), join(".millrace", "logs"), lockFile]) {
    if (disk.stat(join(folder, path)) === undefined) continue;
    disk.makeDirectory("experiment", join(kept, path, ".."));
    disk.rename("experiment", join(folder, path), join(kept, path));
  }
}

/** A run in which everything was fresh leaves no log: what it told is all there is. */
function resultOf({ platform, projectRoot, experiment }: ExperimentRun, summary: RunSummary): Omit<ExperimentResult, "milliseconds"> {
  const kept = new ExperimentFiles({ platform, projectRoot }).folderOf(experiment.name);
  const past = readRun({ disk: platform.disk, projectRoot: kept }, summary.run);
  const { exitCode, counts } = summary;
  if (past === undefined) return { ...nothing, run: summary.run, exitCode, counts };
  const { metrics, gates, failed } = overviewOf(past);
  return { run: summary.run, exitCode, metrics, gates, counts, failed };
}
