import type { RemoteConfig } from "../config/config.ts";
import { chooseRemote } from "../data/choose-remote.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../diagnostics/exit-code.ts";
import type { Plan } from "../graph/plan.ts";
import type { Platform } from "../platform/platform.ts";
import { diskFailure } from "../run/run.ts";
import { openSession, type Session } from "../run/session.ts";
import { leaseStore } from "../run/store-lease.ts";
import { RemoteFailure } from "../store/remote/transport.ts";
import { unavailable } from "../store/remote/troubles.ts";
import { listenForInterruption } from "./interruption.ts";
import { tell } from "./tell.ts";

export interface SharingRequest {
  readonly platform: Platform;
  readonly plan: Plan;
  /** As given by `--remote`. */
  readonly remote: string | undefined;
}

export interface Sharing {
  readonly session: Session;
  readonly remote: RemoteConfig;
  readonly signal: AbortSignal;
  readonly notify: (diagnostic: Diagnostic) => void;
}

/** Opens what a push or a pull works with, and turns what can go wrong there into messages and exit codes. */
export async function sharing(
  { platform, plan, ...request }: SharingRequest,
  work: (sharing: Sharing) => Promise<ExitCode>,
): Promise<ExitCode> {
  const notify = (diagnostic: Diagnostic): void => tell(platform, [diagnostic]);
  const interruption = listenForInterruption(() => undefined);
  const { signal } = interruption;
  const session = await openSession({ plan, platform, notify, signal, remote: request.remote });
  const { projectRoot } = plan.pipeline;
  const onWaiting = (holder: string): void => platform.console.error(`waiting for ${holder}\n`);
  const lease = await leaseStore({ platform, storeFolder: session.config.store.folder, projectRoot, signal, onWaiting });
  try {
    const remote = chooseRemote(session.config, request.remote);
    if (!remote.ok) {
      tell(platform, [remote.failure]);
      return exitCodes.usage;
    }
    return await work({ session, remote: remote.value, signal, notify });
  } catch (error) {
    if (signal.aborted) return signal.reason === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
    const failure = remoteError(error, request.remote) ?? diskFailure(error);
    if (failure === undefined) throw error;
    tell(platform, [failure]);
    return exitCodes.environment;
  } finally {
    session.storeUse.save(platform.clock.now());
    lease.release();
    await session.close();
    interruption.release();
  }
}

/** What ends a command whose work is the remote. */
export function remoteError(error: unknown, name: string | undefined): Diagnostic | undefined {
  if (!(error instanceof RemoteFailure)) return undefined;
  return { ...unavailable(name ?? "", error), severity: "error", why: "what was transferred before is kept; the next try goes on there" };
}
