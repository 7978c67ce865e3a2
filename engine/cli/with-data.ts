import { dirname, join, relative, resolve, sep } from "node:path";
import { readConfig } from "../config/read-config.ts";
import { openData, type ProjectData } from "../data/project-data.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../diagnostics/exit-code.ts";
import type { Following } from "../events/transfer.ts";
import { asProjectPath, type ProjectPath } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { TransferProgress } from "../report/transfer.ts";
import { locked } from "../run/clean.ts";
import { diskFailure } from "../run/disk-failure.ts";
import { leaseStore } from "../run/store-lease.ts";
import { findProjectRoot } from "../spec/project-root.ts";
import { listenForInterruption } from "./interruption.ts";
import { tell } from "./tell.ts";
import { usageError } from "./usage-error.ts";

export interface DataRequest {
  readonly platform: Platform;
  readonly quiet: boolean;
  /** For a run at work in the project. */
  readonly wait: boolean;
  /** `read`: nothing is changed, and nobody waited for; `store`: the store alone is used; `workspace`: files of the project change. */
  readonly use?: "read" | "store" | "workspace";
  /** Absolute; by default that of the working directory. */
  readonly projectRoot?: string;
  /** Name of a configured remote that is meant instead of the usual one. */
  readonly remote?: string | undefined;
  /** Requests to the remote at a time. */
  readonly jobs?: number | undefined;
}

export interface DataWork {
  readonly data: ProjectData;
  readonly progress: TransferProgress;
  readonly following: Required<Following>;
  /** Prints above the progress. */
  readonly say: (line: string) => void;
  readonly tell: (diagnostic: Diagnostic) => void;
}

/** Does a command's work on the project's data: under the project's lock, with progress, and so that Ctrl-C leaves nothing half. */
export async function withData(
  { platform, quiet, wait, use = "workspace", projectRoot = rootOf(platform), ...request }: DataRequest,
  work: (parts: DataWork) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { console, clock } = platform;
  const progress = new TransferProgress({ console, clock, quiet });
  const interruption = listenForInterruption(() => undefined);
  const { signal } = interruption;
  const told = (diagnostic: Diagnostic): void => {
    progress.clear();
    tell(platform, [diagnostic]);
  };
  const say = (line: string): void => {
    progress.clear();
    if (!quiet) console.error(`${line}\n`);
  };
  try {
    const done = await locked(
      { platform, projectRoot, wait, signal, onWaiting: (holder) => say(`waiting for ${holder}`), dryRun: use !== "workspace" },
      async () => {
        const configured = await readConfig(platform, projectRoot);
        if (!configured.ok) {
          tell(platform, configured.failure);
          return exitCodes.usage;
        }
        const data = await openData({ platform, projectRoot, notify: told, signal, ...request });
        const { folder: storeFolder } = data.config.store;
        const onWaiting = (holder: string): void => say(`waiting for ${holder}`);
        const lease = use === "read" ? undefined : await leaseStore({ platform, storeFolder, projectRoot, signal, onWaiting });
        try {
          // Whoever gave up waiting for a gc has no lease.
          if (signal.aborted) return interrupted(signal);
          return await work({ data, progress, following: { onTransfer: progress.onTransfer, signal }, say, tell: told });
        } finally {
          progress.clear();
          data.close();
          lease?.release();
        }
      },
    );
    if (done.ok) return signal.aborted ? interrupted(signal) : done.value;
    told(done.failure);
    return signal.aborted ? interrupted(signal) : exitCodes.environment;
  } catch (error) {
    progress.clear();
    if (signal.aborted) {
      say("interrupted: nothing is half done; the same command goes on where this one stopped");
      return interrupted(signal);
    }
    const diagnostic = diskFailure(error, { resumes: false });
    if (diagnostic === undefined) throw error;
    told(diagnostic);
    return exitCodes.environment;
  } finally {
    interruption.release();
  }
}

const interrupted = (signal: AbortSignal): ExitCode => (signal.reason === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted);

/** The project of the working directory, without links. */
export function rootOf({ disk, environment }: Platform): string {
  return findProjectRoot(disk, disk.realPath(environment.workingDirectory) ?? environment.workingDirectory);
}

/** What a word of a command line names in the project; a pin's own name means what it pins. */
export function wordPath(
  { disk, environment }: Platform,
  { projectRoot, word }: { readonly projectRoot: string; readonly word: string },
): Result<ProjectPath, Diagnostic> {
  const working = disk.realPath(environment.workingDirectory) ?? environment.workingDirectory;
  const path = resolve(working, word);
  const folder = disk.realPath(dirname(path)) ?? dirname(path);
  const straight = path === working ? working : join(folder, path.slice(dirname(path).length));
  const inside = relative(projectRoot, straight).split(sep).join("/");
  if (inside === ".." || inside.startsWith("../")) return failure(outside(word, "name a path in the project"));
  return success(asProjectPath(inside === "" ? "." : inside));
}

export const outside = (word: string, hint: string): Diagnostic =>
  usageError("option-value", { message: `${word} is outside of the project`, hint });
