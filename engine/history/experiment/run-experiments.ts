import { join } from "node:path";
import { defaultConfig, readConfig } from "../../config/read-config.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes, mostSevere } from "../../diagnostics/exit-code.ts";
import type { Event } from "../../events/event.ts";
import type { Platform } from "../../platform/platform.ts";
import { openLine } from "../../run/pools/open-line.ts";
import { acquireProjectLock } from "../../run/project-lock.ts";
import type { Experiment } from "./experiment.ts";
import { ExperimentFiles } from "./experiment-files.ts";
import { runExperiment } from "./run-experiment.ts";

export interface QueueRequest {
  readonly platform: Platform;
  /** Absolute. */
  readonly projectRoot: string;
  /** Names, in the order in which they are to begin. */
  readonly names: readonly string[];
  /** Experiments at a time. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  readonly watcher: ExperimentWatcher;
}

/** Told of what happens, one call at a time. */
export interface ExperimentWatcher {
  waiting(holder: string): void;
  began(experiment: Experiment): void;
  event(experiment: Experiment, event: Event): void;
  ended(experiment: Experiment): void;
  problem(diagnostic: Diagnostic): void;
}

/**
 * Runs experiments, some at a time. The failure of one does not stop the others; an interruption ends those at work and leaves the
 * rest queued. Of two commands that run experiments in one project, the second waits, and then finds done what the first has done.
 */
export async function runExperiments(request: QueueRequest): Promise<ExitCode> {
  const { platform, projectRoot, signal, watcher } = request;
  const files = new ExperimentFiles({ platform, projectRoot });
  const lock = await acquireProjectLock({
    platform,
    projectRoot: files.root,
    wait: true,
    signal,
    onWaiting: (holder) => watcher.waiting(holder),
  });
  if (!lock.ok) {
    watcher.problem(lock.failure);
    return signal.aborted ? interruptedBy(signal) : exitCodes.environment;
  }
  try {
    const workplaces = join(projectRoot, ".millrace", "x");
    removeAbandoned(platform, workplaces);
    const codes = await inTurn(request, { files, workplaces });
    return mostSevere([...codes, ...(signal.aborted ? [interruptedBy(signal)] : [])]);
  } finally {
    lock.value.release();
  }
}

interface Places {
  readonly files: ExperimentFiles;
  /** Absolute: the folder of the private copies. A short path, since stages put sockets into folders below it. */
  readonly workplaces: string;
}

async function inTurn(request: QueueRequest, { files, workplaces }: Places): Promise<readonly ExitCode[]> {
  const { platform, projectRoot, signal, watcher } = request;
  const codes: ExitCode[] = [];
  const waiting = request.names.entries();
  const config = await readConfig(platform, projectRoot);
  const { pools } = config.ok ? config.value : defaultConfig(platform, projectRoot);
  const jobs = Math.max(1, Math.floor(pools.cpu));
  const line = openLine(pools, jobs);
  const worker = async (): Promise<void> => {
    for (const [index, name] of waiting) {
      if (signal.aborted) return;
      const experiment = files.find(name);
      // Removed, or run by another command, while this one waited.
      if (experiment === undefined || !isToRun(files, experiment)) continue;
      watcher.began(experiment);
      const ended = await runExperiment({
        platform,
        projectRoot,
        experiment,
        folder: join(workplaces, `${platform.environment.processId.toString(36)}${index}`),
        jobs,
        line,
        signal,
        listener: (event) => watcher.event(experiment, event),
      });
      watcher.ended(ended);
      codes.push(ended.result?.exitCode ?? exitCodes.ok);
    }
  };
  await Promise.all(Array.from({ length: Math.min(request.jobs, request.names.length) }, worker));
  return codes;
}

/** Queued, or interrupted before it came to an end. */
export function isToRun(files: ExperimentFiles, experiment: Experiment): boolean {
  const status = files.statusOf(experiment);
  return status === "queued" || status === "interrupted" || status === "terminated";
}

/** Copies of commands that were killed: nobody else works here now. What the disk refuses is in nobody's way. */
function removeAbandoned({ disk }: Platform, workplaces: string): void {
  try {
    disk.remove("experiment", workplaces);
  } catch {
    // A process of the killed command may still write: the next command removes it.
  }
}

const interruptedBy = (signal: AbortSignal): ExitCode => (signal.reason === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted);
