import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Plan } from "../graph/plan.ts";
import { Ledger } from "../lock/ledger.ts";
import { readLock } from "../lock/lock-file.ts";
import type { Platform } from "../platform/platform.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { type CleanedOutputs, cleanOutputs } from "./clean-outputs.ts";
import { growByLock } from "./grow-by-lock.ts";
import { OutputKeeper } from "./output-keeper.ts";
import { acquireProjectLock } from "./project-lock.ts";
import { openSession } from "./session.ts";
import { leaseStore } from "./store-lease.ts";

export interface LockedWorkRequest {
  readonly platform: Platform;
  /** Absolute. */
  readonly projectRoot: string;
  /** For a run at work in the project. */
  readonly wait: boolean;
  readonly signal: AbortSignal;
  readonly onWaiting: (holder: string) => void;
  /** Nothing will be changed: nobody is waited for. */
  readonly dryRun: boolean;
}

/** Does what must not happen beside a run: under the project's lock, unless nothing is to be changed. */
export async function locked<Done>(request: LockedWorkRequest, work: () => Promise<Done>): Promise<Result<Done, Diagnostic>> {
  if (request.dryRun) return success(await work());
  const projectLock = await acquireProjectLock(request);
  if (!projectLock.ok) return failure(projectLock.failure);
  try {
    return success(await work());
  } finally {
    projectLock.value.release();
  }
}

export interface CleanRequest {
  readonly plan: Plan;
  readonly platform: Platform;
  readonly signal: AbortSignal;
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly notify: (diagnostic: Diagnostic) => void;
  readonly onWaiting: (holder: string) => void;
}

/** Takes the outputs of the plan's selected stages from the workspace. Lock and store stay: a run brings them back. */
export async function clean({ plan: given, platform, signal, force, dryRun, notify, onWaiting }: CleanRequest): Promise<CleanedOutputs> {
  const { projectRoot, lockFile } = given.pipeline;
  const plan = await growByLock(given, readLock(platform.disk, join(projectRoot, lockFile)));
  const session = await openSession({ plan, platform, notify, signal });
  // What the store holds is removed from the workspace: it must stay there.
  const lease = dryRun
    ? undefined
    : await leaseStore({ platform, storeFolder: session.config.store.folder, projectRoot, signal, onWaiting });
  try {
    const ledger = new Ledger({ disk: platform.disk, file: join(session.stateFolder, "state", "ledger.jsonl") });
    const displacedFolder = join(session.stateFolder, "displaced", "clean");
    const keeper = new OutputKeeper({ workspace: session.workspace, ledger, displacedFolder, notify });
    const cleaned = await cleanOutputs({ workspace: session.workspace, ledger, keeper, force, dryRun });
    if (!dryRun) ledger.compact();
    return cleaned;
  } finally {
    lease?.release();
    await session.close();
  }
}
